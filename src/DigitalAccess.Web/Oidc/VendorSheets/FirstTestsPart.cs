using System.Globalization;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Releases.VendorSheets;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace DigitalAccess.Web.Oidc.VendorSheets;

/// <summary>What goes wrong most often, in the order in which one meets it.</summary>
internal static class FirstTestsPart
{
    public static IEnumerable<string> Lines(SheetFacts facts) =>
    [
        "## What to test first", "",
        .. (facts.SignsPatronsIn ? SigningIn(facts) : SpeakingForItself(facts)).Select((test, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1}. {test}")),
    ];

    private static IEnumerable<string> SigningIn(SheetFacts facts)
    {
        yield return $"Your product reads {Words.Code(facts.Provider.Metadata.AbsoluteUri)} and compares `iss` with the issuer to the last character.";
        yield return "A patron signs in with a test card, which the region gives you. Look at the identity token beside the example above: "
            + $"{Words.Code(facts.Party.IdTokenAlgorithm)}, `iss`, `aud`, `exp` and your `nonce`.";
        yield return "The same patron comes back on another day: the same `sub`, the same account.";
        if (SheetExample.Release(facts).Claims.Count > SheetExample.ReleaseLater(facts).Claims.Count)
            yield return "A claim that is not always known is missing, and nothing breaks.";
        yield return $"A patron of a library without a licence comes: your product takes `error={Errors.AccessDenied}` with "
            + $"{Words.Code(RefusalReason.LibraryNotCovered.Slug())} for an answer, not for a fault.";
        yield return $"`prompt=none` while nobody is signed in: `{Errors.LoginRequired}`, and no loop.";
        if (facts.Renews)
            yield return "Renew twice, each time by the newest token. Then send an old one: all of them end, and your product asks for a sign-in.";
        if (facts.Resource is not null)
            yield return "A click in the region's portal signs the patron in at your service without a further click.";
        if (facts.Party.BackChannelLogoutUri is not null || facts.Party.FrontChannelLogoutUri is not null)
            yield return "The patron signs out with us: your session of that `sid` is over. The patron signs out with you: so is ours.";
    }

    private static IEnumerable<string> SpeakingForItself(SheetFacts facts)
    {
        yield return $"Your product reads {Words.Code(facts.Provider.Metadata.AbsoluteUri)}.";
        if (facts.SpeaksForItself)
            yield return $"The token request above is answered with an access token, good for {Words.Time(facts.AccessToken)}.";
        if (facts.Party.Guards.Count > 0)
            yield return "Introspection tells you what a token with one of your scopes is worth, and `active: false` of any other.";
    }
}
