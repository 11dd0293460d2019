using System.Security.Claims;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Privacy;
using DigitalAccess.Web.Releases;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace DigitalAccess.Web.Oidc;

/// <summary>The patron as one vendor gets to know them, at sign-in and at every renewal alike.</summary>
internal sealed class VendorIdentity(PatronClaims claims, IOptions<BrokerOptions> broker)
{
    public ValueTask<string> SubjectAsync(PatronSession session, RelyingParty party, CancellationToken ct) =>
        claims.SubjectAsync(session.PatronAccountId, party.Sector, ct);

    /// <param name="subject">The pairwise subject.</param>
    /// <param name="signedInAt">When card and PIN were verified.</param>
    /// <param name="session">What the ILS said, while it is known.</param>
    /// <param name="library">The patron's library.</param>
    /// <param name="party">The vendor's client and its attribute contract.</param>
    /// <param name="ct">Cancels the reading.</param>
    /// <returns>Null when something that the vendor cannot do without may not be told, or is not known at the door.</returns>
    public async ValueTask<ClaimsPrincipal?> BuildAsync(
        string subject, DateTimeOffset signedInAt, PatronSession? session, Library library, RelyingParty party, CancellationToken ct)
    {
        var release = await claims.ReleaseAsync(session, library, party.ClientId, party.Releases, ct);

        // What only the session knew may be missing at a renewal; the vendor got it at the sign-in.
        if (release.Withheld.Any(w => w.Required) || (session is not null && release.Unknown.Count > 0) || IdentityNumbers.Found(subject) is not null)
            return null;
        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, subject);
        identity.SetClaim(Claims.AuthenticationTime, signedInAt.ToUnixTimeSeconds());
        ReleasedValues.AddTo(identity, release);
        identity.SetDestinations(static claim => claim.Type == Claims.AuthenticationTime
            ? [Destinations.IdentityToken]
            : [Destinations.IdentityToken, Destinations.AccessToken]);

        // Access tokens are for our own userinfo and nobody else (RFC 9700, section 2.3).
        identity.SetResources(broker.Value.Issuer);
        return new ClaimsPrincipal(identity);
    }
}
