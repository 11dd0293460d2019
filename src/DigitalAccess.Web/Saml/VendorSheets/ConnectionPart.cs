using DigitalAccess.Saml2;
using DigitalAccess.Saml2.Rules;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Releases.VendorSheets;

namespace DigitalAccess.Web.Saml.VendorSheets;

/// <summary>Where the identity providers are, and what the region wrote down about the service provider.</summary>
internal static class ConnectionPart
{
    public static IEnumerable<string> Lines(SheetFacts facts) =>
    [
        $"# {facts.Provider.Name}: connecting by SAML 2.0", "",
        $"From {facts.Region.Name}{(facts.Resource?.Vendor is { } vendor ? $" to {vendor.Name}" : "")}, made from your registration as it is now. Nothing here is secret. What is the",
        "same for every vendor is in [saml.md](../saml.md). Questions, and changes to anything on this sheet, go to whoever sent it to you.", "",
        .. NotConnected(facts),
        "## The identity providers", "",
        "Each library is an identity provider of its own. Register the libraries that you have an agreement with, each by the metadata address below, which is made for you:",
        "it shows us that you have fetched. Or let your product find them: their metadata has a display name and a logo for people to choose by.", "",
        .. Words.Table(["library", "entityID", "metadata"], facts.Libraries.Select(l => new[]
        {
            l.Name, Words.Code(IdentityProvider.Of(l, facts.Region.Origin).EntityId), Words.Code(facts.MetadataOf(l)),
        })),
        $"The metadata is signed, good for {Words.Time(MetadataEndpoint.Good)}, and well fetched every {Words.Time(MetadataEndpoint.Often)}. It says where everything is; for {facts.Example.Name}:", "",
        .. Words.Table(["", "address", "bindings"],
        [
            ["single sign-on", Words.Code(facts.ExampleProvider.SingleSignOn), "HTTP-Redirect, HTTP-POST"],
            ["single logout", Words.Code(facts.ExampleProvider.SingleLogout), "HTTP-Redirect, HTTP-POST"],
        ]),
        "## Your service provider", "",
        .. Words.Table(["", "registered"], Registered(facts).Where(r => r.Value.Length > 0).Select(r => new[] { r.Name, r.Value })),
    ];

    private static IEnumerable<string> NotConnected(SheetFacts facts)
    {
        if (facts.Resource is null)
            return ["**Not connected yet:** the region has tied no resource to this service provider, and every request ends on a page of ours until it has.", ""];
        return facts.Metadata is null ? ["**No metadata yet:** there is none of yours to rely upon, and every request ends on a page of ours until there is.", ""] : [];
    }

    private static IEnumerable<(string Name, string Value)> Registered(SheetFacts facts)
    {
        var provider = facts.Provider;
        yield return ("entityID", Words.Code(provider.EntityId));
        yield return ("your metadata", Source(provider.Metadata));
        if (facts.Metadata is { } metadata)
        {
            yield return ("where answers go", $"{Words.Codes(metadata.ConsumerServices.Where(s => s.Binding == SamlNames.Bindings.Post).Select(s => s.Location))}, by HTTP-POST alone"
                + (ConsumerServices.DefaultOf(metadata) is { } first && metadata.ConsumerServices.Count > 1 ? $"; without a wish, {Words.Code(first.Location)}" : ""));
            yield return ("where sign-outs go", metadata.LogoutServices.Count == 0 ? "nowhere: your metadata names no place" : Words.Codes(metadata.LogoutServices.Select(s => s.Location).Distinct()));
        }

        yield return ("your requests", facts.RequiresSignedRequests ? "must be signed" : "may be signed; a signature that is there must hold");
        yield return ("signed by us", $"{Signed(facts)}, by {Words.Code(SheetExample.AlgorithmOf(provider))}, exclusive canonicalisation, SHA-256");
        yield return ("encrypted by us", Encrypted(facts));
        yield return ("name identifier without a wish", provider.NameId == ServiceProviderNameId.None ? "none" : Words.Code(SignOn.PatronNames.FormatsFor(provider)[0]));
        yield return ("sector of the pseudonym", $"{Words.Code(provider.Sector)}: one patron has one pseudonym there, and another one anywhere else");
        yield return ("patrons whom you did not ask for", provider.AllowsIdpInitiated ? "come by a click in our portal" : "do not come");
        if (facts.Resource is { } resource && !provider.AllowsIdpInitiated)
            yield return ("where a click in our portal leads", $"{Words.Code(LaunchOf(resource, facts))}: start a sign-in there");
    }

    /// <summary>As a click at the example library has it.</summary>
    private static string LaunchOf(Resource resource, SheetFacts facts) =>
        resource.LaunchUrl.Replace(IdentityProviderName.Placeholder, Uri.EscapeDataString(facts.ExampleProvider.EntityId), StringComparison.Ordinal);

    private static string Source(MetadataSource source) => source.Kind switch
    {
        MetadataKind.Address => $"fetched from {Words.Code(source.Address!)}{Signature(source)}",
        MetadataKind.Mdq => $"asked for at {Words.Code(source.Address!)}{Signature(source)}",
        MetadataKind.File => "as you gave it to the region: tell the region before anything in it changes",
        MetadataKind.Preset => "made from what you have published: tell the region before anything of it changes",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Signature(MetadataSource source) => source.Certificate is null ? "" : ", and its signature must hold by the certificate that was agreed";

    private static string Signed(SheetFacts facts) => (facts.Provider.SignsResponse, facts.SignsAssertion) switch
    {
        (true, true) => "response and assertion",
        (true, false) => "the response",
        _ => "the assertion; an answer without one is signed as a response",
    };

    private static string Encrypted(SheetFacts facts) => (facts.Encrypts, facts.Provider.Encryption) switch
    {
        (true, var rule) => $"the assertion, to the key of your metadata, by AES-GCM and RSA-OAEP{(rule == EncryptionRule.Always ? "; without a key nobody is let through" : "")}",
        (false, EncryptionRule.WhenPossible) => "nothing, as your metadata has no key for it that knows AES-GCM and RSA-OAEP; publish one and the assertion will be",
        (false, EncryptionRule.Always) => "the assertion, and nobody is let through until your metadata has a key for it that knows AES-GCM and RSA-OAEP",
        _ => "nothing",
    };
}
