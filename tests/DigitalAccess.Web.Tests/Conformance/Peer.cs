using DigitalAccess.Web.Tests.Conformance;
using DigitalAccess.Web.Tests.Support;

[assembly: AssemblyFixture(typeof(Peer))]

namespace DigitalAccess.Web.Tests.Conformance;

/// <summary>The relying party that is not ours.</summary>
public sealed class Peer() : NodeProgram("peer.mjs");
