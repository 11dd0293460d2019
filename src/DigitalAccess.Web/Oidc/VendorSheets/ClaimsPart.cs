using DigitalAccess.Web.Oidc.Requests;
using DigitalAccess.Web.Releases;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace DigitalAccess.Web.Oidc.VendorSheets;

/// <summary>What the contract tells of a patron, and tokens that say it.</summary>
internal static class ClaimsPart
{
    public static IEnumerable<string> Lines(SheetFacts facts) => !facts.SignsPatronsIn ? [] :
    [
        "## What you learn of a patron", "",
        "Identity token and userinfo carry these claims and no other of the patron; scopes change nothing of it.", "",
        .. Words.Table(["claim", "meaning", "known", "example"], Contract(facts)),
        "## Examples of tokens", "",
        "An identity token, decoded:", "", .. Words.Block("json", SheetExample.IdentityToken(facts)),
        "Besides your contract it says:", "",
        .. Words.Table(["claim", "meaning"], OfTheProtocol(facts)),
        "The answer of userinfo for it:", "", .. Words.Block("json", SheetExample.UserInfo(facts)),
    ];

    /// <summary>One row a claim: a claim of several lines is one list.</summary>
    private static IEnumerable<string[]> Contract(SheetFacts facts)
    {
        var (now, later) = (SheetExample.Release(facts).Claims.ToDictionary(c => c.Name), SheetExample.ReleaseLater(facts).Claims.Select(c => c.Name).ToHashSet());
        return facts.Party.Releases.GroupBy(line => line.Claim, StringComparer.Ordinal).Select(lines => new[]
        {
            Words.Code(lines.Key),
            string.Join("; ", lines.Select(line => Meaning(line.Source)).Distinct()) + (lines.Any(line => line.Required) ? ". You demand it: no patron comes without" : ""),
            later.Contains(lines.Key) ? "always" : "while the patron's session lasts, if the library system tells it",
            now.TryGetValue(lines.Key, out var claim) ? Words.Code(SheetExample.Text(claim)) : "held back: its value looks like an identity number",
        });
    }

    public static string Meaning(ReleaseSource source) => source switch
    {
        ReleaseSource.Library => "the library that issued the card: its short name, which never changes",
        ReleaseSource.LibraryName => "the library's name, for people",
        ReleaseSource.Municipality => "the library's municipality",
        ReleaseSource.Residence => "the municipality where the patron lives",
        ReleaseSource.AgeBand => $"by the age that the patron reaches this year: {AgeBands()}",
        ReleaseSource.Affiliation => "a member of this library, as eduPersonScopedAffiliation",
        ReleaseSource.Pseudonym => "the pairwise pseudonym",
        ReleaseSource.Constant => "words of your contract, the same for every patron",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string AgeBands() => string.Join(", ", Enumerable.Range(0, 100).GroupBy(ReleaseRules.BandOf)
        .Select(band => band.Last() == 99 ? $"`{band.Key}` from {band.First()}" : $"`{band.Key}` to {band.Last()}"));

    private static IEnumerable<string[]> OfTheProtocol(SheetFacts facts) =>
    [
        [Words.Code(Claims.Subject), "the patron, to you alone: keep it as the account's key. It says nothing and never changes"],
        [Words.Code(NameTheSignIn.SessionId), "this sign-in; a sign-out names it"],
        [Words.Code(Claims.AuthenticationTime), "when the library system confirmed the card"],
        [Words.Code(Claims.AuthenticationContextReference),
            $"{Words.Code(AuthenticationLevel.CardAndPin.Acr)}: card and PIN; {Words.Code(AuthenticationLevel.CardAlone.Acr)}: the card number alone, at libraries without PINs"],
        [Words.Code(Claims.AuthenticationMethodReference), $"{Words.Code(string.Join(' ', AuthenticationLevel.CardAndPin.Amr))} where there was a PIN; missing where there was none"],
        [Words.Code(Claims.Nonce), $"as you sent it{(facts.Renews ? "; missing after a renewal" : "")}"],
        [Words.Code(Claims.AccessTokenHash), "ties the access token that came along to this token (OpenID Connect Core 1.0, section 3.1.3.6)"],
    ];
}
