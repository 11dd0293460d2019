using System.Security.Claims;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
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
    public ClaimsPrincipal Build(string subject, DateTimeOffset signedInAt, PatronSession? session, Library library, RelyingParty party)
    {
        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, subject);
        identity.SetClaim(Claims.AuthenticationTime, signedInAt.ToUnixTimeSeconds());
        identity.AddClaims(claims.Released(session, library, party));
        identity.SetDestinations(static claim => claim.Type == Claims.AuthenticationTime
            ? [Destinations.IdentityToken]
            : [Destinations.IdentityToken, Destinations.AccessToken]);

        // Access tokens are for our own userinfo and nobody else (RFC 9700, section 2.3).
        identity.SetResources(broker.Value.Issuer);
        return new ClaimsPrincipal(identity);
    }
}
