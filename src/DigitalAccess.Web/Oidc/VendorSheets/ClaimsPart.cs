using DigitalAccess.Web.Oidc.Requests;
using DigitalAccess.Web.Releases.VendorSheets;
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
            string.Join("; ", lines.Select(line => Words.Meaning(line.Source)).Distinct()) + (lines.Any(line => line.Required) ? ". You demand it: no patron comes without" : ""),
            later.Contains(lines.Key) ? "always" : "while the patron's session lasts, if the library system tells it",
            now.TryGetValue(lines.Key, out var claim) ? Words.Code(SheetExample.Text(claim)) : "held back: its value looks like an identity number",
        });
    }

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
