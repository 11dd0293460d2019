using DigitalAccess.Web.Oidc.Logout;
using DigitalAccess.Web.Releases.VendorSheets;

namespace DigitalAccess.Web.Oidc.VendorSheets;

/// <summary>How a sign-out travels, either way.</summary>
internal static class SignOutPart
{
    public static IEnumerable<string> Lines(SheetFacts facts) => !facts.SignsPatronsIn ? [] :
    [
        "## Signing out", "",
        $"From you to us: lead the browser to {Words.Code(facts.Provider.EndSession.AbsoluteUri)} with `id_token_hint`{Back(facts.Party)}.", "",
        $"From us to you: {ToTheVendor(facts.Party)}", "",
    ];

    private static string Back(RelyingParty party) => party.PostLogoutRedirectUris.Count > 0
        ? $" and {Words.Code($"post_logout_redirect_uri={party.PostLogoutRedirectUris[0]}")}"
        : "; the patron stays with us, as you have no address to come back to";

    private static string ToTheVendor(RelyingParty party) => (party.BackChannelLogoutUri, party.FrontChannelLogoutUri) switch
    {
        ({ } back, _) =>
            $"we post a `logout_token` to {Words.Code(back)}, signed by {Words.Code(party.IdTokenAlgorithm)} and good for {Words.Time(LogoutTokens.Lifetime)}. End the session of its `sid` and"
            + $" answer 200. Where you do not answer we try again for up to {Words.Time(LogoutRetryRules.GiveUpAfter)}. The patron's page says whether you have closed.",
        (null, { } front) =>
            $"the page after the sign-out opens {Words.Code(front)} in a frame, with `iss` and `sid`. Nobody"
            + " learns whether you have closed; an address for the back channel is better.",
        (null, null) => "nothing is registered, and a patron who signs out here stays signed in with you. Give the region an address for the back channel.",
    };
}
