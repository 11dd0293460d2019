using DigitalAccess.Saml2;
using DigitalAccess.Web.Releases.VendorSheets;

namespace DigitalAccess.Web.Saml.VendorSheets;

/// <summary>How the service provider hears no.</summary>
internal static class RefusalsPart
{
    public static IEnumerable<string> Lines(SheetFacts facts) =>
    [
        "## When the answer is no", "",
        "A response without an assertion, signed, with two status codes:", "",
        .. Words.Table(["status code", "inner status code", "meaning"], Statuses()),
        "A patron who may not use your service reads why on a page of ours, whose link leads back to you with `RequestDenied` and the reason in `StatusMessage`. With",
        "`IsPassive` you get the status at once, without the reason. Say in your own words that the library's licence does not cover them, and offer no new try.", "",
        .. Words.Table(["`StatusMessage`", "what the patron reads, for example"], facts.Refusals.Select(r => new[] { Words.Code(r.Slug), r.Text })),
    ];

    private static IEnumerable<string[]> Statuses() =>
    [
        [Words.Code(SamlNames.Status.Responder), Words.Code(SamlNames.Status.RequestDenied), "the patron may not use your service; `StatusMessage` says why"],
        [Words.Code(SamlNames.Status.Responder), Words.Code(SamlNames.Status.NoPassive), "`IsPassive`, and the patron would have to sign in: send the request without it"],
        [Words.Code(SamlNames.Status.Responder), Words.Code(SamlNames.Status.NoAuthnContext), "the patron is signed in, but not in the way that you demand"],
        [Words.Code(SamlNames.Status.Requester), Words.Code(SamlNames.Status.NoAuthnContext), "no sign-in at this library is of the kind that you demand"],
        [Words.Code(SamlNames.Status.Requester), Words.Code(SamlNames.Status.InvalidNameIdPolicy), "a format, or a qualifier, of name identifiers that you are not given"],
        [Words.Code(SamlNames.Status.Responder), Words.Code(SamlNames.Status.UnknownPrincipal), "another patron is signed in than the `Subject` that you named"],
    ];
}
