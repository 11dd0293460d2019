using DigitalAccess.Saml2;
using DigitalAccess.Saml2.Bindings;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Rules;
using DigitalAccess.Saml2.Writing;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Saml.SignOn;

namespace DigitalAccess.Web.Saml.Logout;

/// <summary>Sends the browser to a vendor with a message about signing out, signed, by the binding that the vendor takes.</summary>
internal sealed class LogoutMessages(ResponsePage protection, PostPage page, ClockAndOrigin about)
{
    /// <summary>So long a wish that somebody be signed out is good.</summary>
    private static readonly TimeSpan Good = TimeSpan.FromMinutes(5);

    /// <summary>Our wish that the vendor sign the patron out (SAML Profiles 4.4.3.1).</summary>
    /// <param name="id">By which the answer will be known.</param>
    /// <param name="session">What is to end.</param>
    /// <param name="known">The vendor.</param>
    /// <param name="library">Who signed the patron in there.</param>
    /// <param name="ct">Cancels the reading of the key.</param>
    /// <returns>Null for a vendor that takes no such messages.</returns>
    public async ValueTask<IResult?> RequestAsync(string id, SamlSession session, KnownProvider known, Library library, CancellationToken ct)
    {
        if (LogoutServices.Of(known.Metadata) is not { } service)
            return null;
        var issuer = IdentityProvider.Of(library, about.Origin).EntityId;
        var key = (await protection.ProtectionAsync(known, library, ct)).Key;
        var byRedirect = service.Binding == SamlNames.Bindings.Redirect;
        var name = session.NameId is { } value
            ? new NameId(value, session.NameIdFormat, issuer, known.Provider.EntityId)
            : new NameId(session.SessionIndex, SamlNames.NameIds.Unspecified);
        var message = SamlWriter.LogoutRequest(
            new MessageHeader(id, about.Now, issuer, service.Location), name, session.SessionIndex, about.Now + Good, byRedirect ? null : key);
        return byRedirect
            ? SeeOther.To(RedirectAddress.Of(service.Location, isRequest: true, message, relayState: null, key))
            : page.To(service.Location, new PostedField("SAMLRequest", message));
    }

    /// <summary>The answer to a vendor's wish (SAML Profiles 4.4.3.4).</summary>
    /// <param name="inResponseTo">ID of the wish.</param>
    /// <param name="relayState">What came with it.</param>
    /// <param name="status">How it went.</param>
    /// <param name="known">The vendor.</param>
    /// <param name="library">Whose identity provider was asked.</param>
    /// <param name="ct">Cancels the reading of the key.</param>
    /// <returns>Null for a vendor that takes no answers.</returns>
    public async ValueTask<IResult?> ResponseAsync(string inResponseTo, string? relayState, StatusAnswer status, KnownProvider known, Library library, CancellationToken ct)
    {
        if (LogoutServices.Of(known.Metadata) is not { } service)
            return null;
        var key = (await protection.ProtectionAsync(known, library, ct)).Key;
        var byRedirect = service.Binding == SamlNames.Bindings.Redirect;
        var message = SamlWriter.LogoutResponse(
            new MessageHeader(SamlWriter.NewId(), about.Now, IdentityProvider.Of(library, about.Origin).EntityId, service.ResponseLocation), inResponseTo, status, byRedirect ? null : key);
        if (byRedirect)
            return SeeOther.To(RedirectAddress.Of(service.ResponseLocation, isRequest: false, message, relayState, key));
        return relayState is null
            ? page.To(service.ResponseLocation, new PostedField("SAMLResponse", message))
            : page.To(service.ResponseLocation, new PostedField("SAMLResponse", message), new PostedField("RelayState", relayState));
    }
}
