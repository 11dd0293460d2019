using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Releases;

namespace DigitalAccess.Web.Oidc.VendorSheets;

/// <summary>All that a sheet is made of. The client's secret is not among it: <see cref="RelyingParty.SecretHash"/> is asked only whether there is one.</summary>
/// <param name="Party">The registration.</param>
/// <param name="Resource">What the client signs patrons in to; null while it is connected to nothing.</param>
/// <param name="Region">Who sends the sheet.</param>
/// <param name="Provider">What the provider announces.</param>
/// <param name="NeedsPkce">Whether a request without PKCE is refused.</param>
/// <param name="Patron">An adult of a library that the client may meet, as no patron in particular.</param>
/// <param name="Refusals">Every reason for which a patron may be refused, by slug, and what the patron reads then.</param>
internal sealed record SheetFacts(
    RelyingParty Party, Resource? Resource, string Region, Provider Provider, bool NeedsPkce, ReleaseFacts Patron, IReadOnlyList<(string Slug, string Text)> Refusals)
{
    public bool SignsPatronsIn => Party.Grants.Contains(GrantType.AuthorizationCode);
    public bool Renews => Party.Grants.Contains(GrantType.RefreshToken);
    public bool SpeaksForItself => Party.Grants.Contains(GrantType.ClientCredentials);
    public bool HasKeys => Party.Jwks is not null || Party.JwksUri is not null;
    public TimeSpan AccessToken => TimeSpan.FromMinutes(Party.Lifetimes.AccessToken);
    public TimeSpan IdentityToken => TimeSpan.FromMinutes(Party.Lifetimes.IdentityToken);
}
