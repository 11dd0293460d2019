using DigitalAccess.Web.Releases.VendorSheets;
using DigitalAccess.Web.Saml.SignOn;

namespace DigitalAccess.Web.Saml.VendorSheets;

/// <summary>What the contract tells of a patron, and a response that says it.</summary>
internal static class PatronPart
{
    public static IEnumerable<string> Lines(SheetFacts facts) =>
    [
        "## What you learn of a patron", "",
        "The assertion carries these attributes and no other of the patron. All have `NameFormat` `urn:oasis:names:tc:SAML:2.0:attrname-format:uri`.", "",
        .. Words.Table(["`Name`", "`FriendlyName`", "meaning", "known", "example"], Contract(facts)),
        .. Name(facts), "",
        "## An example of a response", "",
        $"Decoded, {(facts.Encrypts ? "with the assertion decrypted, " : "")}indented for reading (what is sent has no space between elements), and without the values of signatures:", "",
        .. Words.Block("xml", SheetExample.Response(facts)),
    ];

    /// <summary>One row an attribute: one of several lines is a list.</summary>
    private static IEnumerable<string[]> Contract(SheetFacts facts)
    {
        var told = SheetExample.Attributes(facts).ToDictionary(a => a.Name, StringComparer.Ordinal);
        return facts.Provider.Releases.GroupBy(line => SamlAttributes.NameOf(line.Claim)).Select(lines => new[]
        {
            Words.Code(lines.Key.Name), lines.Key.Friendly is { } friendly ? Words.Code(friendly) : "",
            string.Join("; ", lines.Select(line => Words.Meaning(line.Source)).Distinct()) + (lines.Any(line => line.Required) ? ". You demand it: no patron comes without" : ""),
            lines.Any(line => line.Source is Releases.ReleaseSource.Residence or Releases.ReleaseSource.AgeBand) ? "if the library system tells it" : "always",
            told.TryGetValue(lines.Key.Name, out var attribute)
                ? Words.Codes(attribute.NameId is { } name ? [name.Value] : attribute.Values)
                : "held back: its value looks like an identity number",
        });
    }

    private static string[] Name(SheetFacts facts) => facts.Provider.NameId switch
    {
        ServiceProviderNameId.None => ["There is no name identifier unless you ask for one: keep accounts by an attribute, or keep none."],
        ServiceProviderNameId.Transient => ["The name identifier is another at every session: it says who is signed in, and nothing beyond that. Ask for a persistent one to know a patron again."],
        ServiceProviderNameId.Email =>
            ["The name identifier is the pairwise pseudonym in the form of an e-mail address, at which nobody receives mail: keep it as the account's key, and send nothing there. No patron's own address is known here."],
        _ => ["The name identifier is the pairwise pseudonym: keep it as the account's key. It says nothing, never changes, and is compared as it is written."],
    };
}
