using DigitalAccess.Saml2;
using DigitalAccess.Web.Releases.VendorSheets;
using DigitalAccess.Web.Saml.Logout;

namespace DigitalAccess.Web.Saml.VendorSheets;

/// <summary>How a sign-out travels, either way.</summary>
internal static class SignOutPart
{
    public static IEnumerable<string> Lines(SheetFacts facts) =>
    [
        "## Signing out", "",
        $"From you to us: send a signed `LogoutRequest` to {Words.Code(facts.ExampleProvider.SingleLogout)}, by HTTP-Redirect or HTTP-POST, with the",
        $"{Named(facts)}. The patron's other services are told, one after the other, and then you get a signed `LogoutResponse`: `Success`,",
        $"with {Words.Code(SamlNames.Status.PartialLogout)} inside where one could not be told. The answer is the same for a session that is over or never was.", "",
        $"From us to you: {ToTheVendor(facts)}", "",
    ];

    private static string ToTheVendor(SheetFacts facts) => facts.Metadata is { } metadata && LogoutServices.Of(metadata) is { } service
        ? $"the browser is led to {Words.Code(service.Location)} by {(service.Binding == SamlNames.Bindings.Redirect ? "HTTP-Redirect" : "HTTP-POST")} with a signed `LogoutRequest`, when it is your turn. End the session of"
            + $" its `SessionIndex` and lead the browser back at once with a signed `LogoutResponse`, to our address of the metadata: the patron waits, and so do the services after you. {Patience(facts)}"
        : "your metadata names no place for it, and a patron who signs out here stays signed in with you. Publish a `SingleLogoutService`, with a key that signs its messages.";

    private static string Named(SheetFacts facts) => facts.Provider.NameId == ServiceProviderNameId.None
        ? "assertion's `SessionIndex` as its `NameID` too, as you were given no name"
        : "`NameID` of the assertion and its `SessionIndex` (without one, all sessions of that patron with you end)";

    private static string Patience(SheetFacts facts) => facts.Provider.NameId == ServiceProviderNameId.None
        ? "It names the session by its `SessionIndex` in the `NameID` too, as you were given no name."
        : "The patron's page says whether you have closed.";
}
