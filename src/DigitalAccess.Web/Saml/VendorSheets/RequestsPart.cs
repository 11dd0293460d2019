using DigitalAccess.Saml2;
using DigitalAccess.Saml2.Bindings;
using DigitalAccess.Saml2.Rules;
using DigitalAccess.Web.Releases.VendorSheets;
using DigitalAccess.Web.Saml.SignOn;

namespace DigitalAccess.Web.Saml.VendorSheets;

/// <summary>What a request may ask, and what every message is held to.</summary>
internal static class RequestsPart
{
    public static IEnumerable<string> Lines(SheetFacts facts) =>
    [
        "## Asking for a sign-in", "",
        "Send an `AuthnRequest` to the library that the patron has chosen. What it may ask:", "",
        .. Words.Table(["", "what becomes of it"], Asked(facts)),
        "Every message of yours is held to this:", "",
        .. Rules().Select(rule => $"- {rule}"), "",
        .. Unasked(facts),
    ];

    private static IEnumerable<string[]> Asked(SheetFacts facts) =>
    [
        ["`NameIDPolicy`", $"{Words.Codes(PatronNames.FormatsFor(facts.Provider))}; any other format is answered with `InvalidNameIDPolicy`, and no patron's e-mail address is known here"],
        ["`RequestedAuthnContext`", $"{Words.Code(SamlNames.Contexts.PasswordProtectedTransport)}: card and PIN; {Words.Code(SamlNames.Contexts.Unspecified)}: whatever the library asks for, at some the card number alone"],
        ["`ForceAuthn`", "the patron gives card and PIN anew"],
        ["`IsPassive`", "no page of ours is shown: an assertion or a status"],
        ["`Subject`", "an assertion for that patron or `UnknownPrincipal`"],
        ["`AssertionConsumerServiceURL`, `…Index`", "a place of your metadata, compared character by character; any other ends on a page of ours"],
    ];

    private static IEnumerable<string> Rules() =>
    [
        $"`IssueInstant` is at most {Words.Time(Receiving.Age)} old, and clocks may be {Words.Time(Receiving.Skew)} apart. `Destination`, where it is there, is our address to the last character.",
        "A request is answered once. A second one with the same `ID` ends on a page of ours, also when the patron goes back in the browser: start anew, with a new `ID`.",
        $"`RelayState` has at most {IncomingMessage.LongestRelayState} bytes (SAML Bindings 3.4.3) and comes back as you sent it: put a name for what you remember in it, not the address itself.",
        "Signatures are RSA or ECDSA with SHA-256, SHA-384 or SHA-512; SHA-1 is not taken.",
        "What is wrong with a message is said on a page of ours, with a code, for your engineers: nothing is sent to an address that could be somebody else's.",
    ];

    private static IEnumerable<string> Unasked(SheetFacts facts)
    {
        if (!facts.Provider.AllowsIdpInitiated)
            return [];
        var states = facts.Provider.RelayStates.Count == 0 ? "no `RelayState`, or the address of a title" : $"`RelayState` {Words.Codes(facts.Provider.RelayStates)}, none, or the address of a title";
        return [$"A click in our portal sends you a response that you did not ask for: without `InResponseTo`, to the default place of your metadata, with {states}.", ""];
    }
}
