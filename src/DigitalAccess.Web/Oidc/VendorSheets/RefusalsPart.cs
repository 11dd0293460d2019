using DigitalAccess.Web.Oidc.Consent;
using DigitalAccess.Web.Oidc.Requests;
using DigitalAccess.Web.Oidc.Tickets;
using DigitalAccess.Web.Releases.VendorSheets;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace DigitalAccess.Web.Oidc.VendorSheets;

/// <summary>How the client hears no: at the door, and afterwards.</summary>
internal static class RefusalsPart
{
    /// <summary>Why a token ends, besides the reasons for which a patron is refused.</summary>
    private static readonly (string Slug, string Meaning)[] Ends =
    [
        (GrantEnds.SessionOver, "the patron has signed out, or the session or the app's time has run out"),
        (GrantEnds.Withdrawn, "the patron took back what they had agreed to"),
        (GrantEnds.Revoked, "you gave a token of this sign-in back"),
        (GrantEnds.Replayed, "a code or a refresh token of this sign-in came a second time"),
        (GrantEnds.ClientGone, "your client is switched off or connected to nothing"),
    ];

    public static IEnumerable<string> Lines(SheetFacts facts) => !facts.SignsPatronsIn ? [] :
    [
        "## When the answer is no", "",
        $"A patron who may not use your service gets no code. The patron reads why on a page of ours, whose link leads back to you with `error={Errors.AccessDenied}` and the reason in",
        "`error_description`; with `prompt=none` or `response_mode=form_post` you get both at once. The patron has been told: say in your own words that the library's licence does not",
        "cover them, and offer no new try.", "",
        .. Words.Table(["`error_description`", "what the patron reads, for example"], facts.Refusals.Select(r => new[] { Words.Code(r.Slug), r.Text })),
        "Other answers at the door:", "",
        .. Words.Table(["`error`", "`error_description`", "meaning"], AtTheDoor()),
        After(facts), "",
        .. Words.Table(["`error_description`", "meaning"], Ends.Select(e => new[] { Words.Code(e.Slug), e.Meaning })),
    ];

    private static IEnumerable<string[]> AtTheDoor() =>
    [
        [Words.Code(Errors.AccessDenied), Words.Code(ConsentFirst.Declined), "the patron was asked and said no"],
        [Words.Code(Errors.LoginRequired), "a sentence", "`prompt=none`, and the patron you mean is not signed in: send the request without it"],
        [Words.Code(Errors.ConsentRequired), "a sentence", "`prompt=none`, and the patron has to be asked first: send the request without it"],
        [Words.Code(JudgeRequestParameters.UnmetRequirements), "a sentence", "the library does not sign patrons in by the `acr` that you demand"],
        [$"{Words.Code(Errors.InvalidRequest)}, {Words.Code(Errors.InvalidScope)}", "what is wrong", "a fault of the request, for your engineers and not for the patron"],
    ];

    private static string After(SheetFacts facts) =>
        $"Userinfo{(facts.Renews ? " and every renewal decide" : " decides")} anew whether the patron is still entitled. Where not, userinfo answers 401 with `error=\"{Errors.InvalidToken}\"`"
        + $"{(facts.Renews ? $" and the token endpoint 400 with `{Errors.InvalidGrant}`" : "")}; `error_description` is one of the reasons above, or one of these. End your session then;"
        + " the patron may sign in anew.";
}
