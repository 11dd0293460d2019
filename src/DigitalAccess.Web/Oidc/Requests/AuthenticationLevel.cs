using System.Security.Claims;
using DigitalAccess.Web.PatronLogin;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace DigitalAccess.Web.Oidc.Requests;

/// <summary>How sure a sign-in makes us, in the words of a token: <c>acr</c> and <c>amr</c> (OpenID Connect Core 1.0, section 2).</summary>
internal sealed record AuthenticationLevel(string Acr, IReadOnlyList<string> Amr)
{
    /// <summary>The library system knew the card and its PIN at that moment (<c>pin</c>: RFC 8176).</summary>
    public static AuthenticationLevel CardAndPin { get; } = new("urn:digitalaccess:acr:library-card", ["pin"]);

    /// <summary>
    /// The library system knew the card number, and asks for no PIN. Nothing was proven that RFC 8176 has a word for, so
    /// none is said.
    /// </summary>
    public static AuthenticationLevel CardAlone { get; } = new("urn:digitalaccess:acr:card-number", []);

    public static IReadOnlyList<AuthenticationLevel> All { get; } = [CardAndPin, CardAlone];

    public static AuthenticationLevel Of(PatronSession session) => session.Facts.GavePin ? CardAndPin : CardAlone;

    /// <summary>The level that an earlier token of the same sign-in says.</summary>
    public static AuthenticationLevel? Of(ClaimsPrincipal before) => All.FirstOrDefault(level => level.Acr == before.GetClaim(Claims.AuthenticationContextReference));

    /// <summary>Says it in the identity token, and nowhere else.</summary>
    public ClaimsPrincipal On(ClaimsPrincipal principal)
    {
        principal.SetClaim(Claims.AuthenticationContextReference, Acr).SetClaims(Claims.AuthenticationMethodReference, [.. Amr]);
        foreach (var claim in principal.Claims.Where(c => c.Type is Claims.AuthenticationContextReference or Claims.AuthenticationMethodReference))
            claim.SetDestinations(Destinations.IdentityToken);
        return principal;
    }
}
