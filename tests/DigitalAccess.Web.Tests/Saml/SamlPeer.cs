using DigitalAccess.Web.Tests.Saml;
using DigitalAccess.Web.Tests.Support;

[assembly: AssemblyFixture(typeof(SamlPeer))]

namespace DigitalAccess.Web.Tests.Saml;

/// <summary>The service providers that are not ours: <c>@node-saml/node-saml</c> and <c>samlify</c>.</summary>
public sealed class SamlPeer() : NodeProgram("saml-peer.mjs");
