using System.Globalization;
using DigitalAccess.Saml2;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Releases.VendorSheets;
using DigitalAccess.Web.Saml.Logout;

namespace DigitalAccess.Web.Saml.VendorSheets;

/// <summary>What goes wrong most often, in the order in which one meets it.</summary>
internal static class FirstTestsPart
{
    public static IEnumerable<string> Lines(SheetFacts facts) =>
        ["## What to test first", "", .. Tests(facts).Select((test, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1}. {test}"))];

    private static IEnumerable<string> Tests(SheetFacts facts)
    {
        yield return $"Your product reads {Words.Code(facts.MetadataOf(facts.Example))}, verifies its signature, and knows every certificate in it.";
        yield return "A patron signs in with a test card, which the region gives you. Look at the response beside the example above: `Issuer`, `Destination`, `InResponseTo`, `Audience`.";
        yield return "Change a character of the assertion, and take its signature away: your product refuses both.";
        yield return "Present the same response twice: your product refuses the second.";
        if (facts.Provider.NameId is ServiceProviderNameId.Persistent or ServiceProviderNameId.Unspecified or ServiceProviderNameId.Email)
            yield return "The same patron comes back on another day: the same name identifier, the same account.";
        if (facts.Provider.Releases.Any(line => !line.Required && line.Source is Releases.ReleaseSource.Residence or Releases.ReleaseSource.AgeBand))
            yield return "An attribute that is not always known is missing, and nothing breaks.";
        yield return $"A patron of a library without a licence comes: your product takes {Words.Code(SamlNames.Status.RequestDenied)} with {Words.Code(RefusalReason.LibraryNotCovered.Slug())} for an answer, not for a fault.";
        yield return $"`IsPassive` while nobody is signed in: {Words.Code(SamlNames.Status.NoPassive)}, and no loop.";
        yield return facts.Provider.AllowsIdpInitiated
            ? "A click in the region's portal signs the patron in at your service: a response without `InResponseTo` is taken, and the same one not twice."
            : "A response without `InResponseTo` is refused: your registration takes no patrons unasked.";
        if (facts.Metadata is { } metadata && LogoutServices.Of(metadata) is not null)
            yield return "The patron signs out with us: the browser comes to you and back, and your session is over. The patron signs out with you: so is ours.";
    }
}
