using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using OpenIddict.Abstractions;

namespace DigitalAccess.Web.Oidc;

/// <summary>One patron at the door of one vendor: who asks, and for what.</summary>
internal sealed record VendorSignIn(OpenIddictRequest Request, PatronSession Session, Library Library, RelyingParty Party, Resource Resource)
{
    /// <summary>
    /// Whether the vendor's app may stay signed in when the session is over: where it was asked for and is registered, and
    /// never on a computer that the next person sits down at.
    /// </summary>
    public bool StaysSignedIn => Request.HasScope(OpenIddictConstants.Scopes.OfflineAccess) && Party.Grants.Contains(GrantType.RefreshToken) && !Session.SharedComputer;

    /// <summary>
    /// One authorization request is one launch, however often the browser sends it: its challenge is its own. A request that
    /// has nothing of its own cannot be told from the next one.
    /// </summary>
    public string Attempt { get; } = Request is { CodeChallenge: null, State: null, Nonce: null }
        ? Guid.NewGuid().ToString()
        : $"{Request.ClientId} {Request.CodeChallenge} {Request.State} {Request.Nonce}";
}
