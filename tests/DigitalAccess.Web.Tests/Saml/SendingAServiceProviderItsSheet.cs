using System.Text.RegularExpressions;
using System.Xml;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Releases;
using DigitalAccess.Web.Saml;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Saml;

/// <summary><c>digitalaccess vendor-sheet</c> of a service provider: what it prints is what the identity providers then do.</summary>
public sealed class SendingAServiceProviderItsSheet(SamlWorld world) : IClassFixture<SamlWorld>
{
    [Theory]
    [InlineData(nameof(ServiceProviderNameId.Transient))]
    [InlineData(nameof(ServiceProviderNameId.Persistent))]
    [InlineData(nameof(ServiceProviderNameId.None))]
    [InlineData(nameof(ServiceProviderNameId.Unspecified))]
    [InlineData(nameof(ServiceProviderNameId.Email))]
    public async Task The_example_response_has_the_elements_and_the_attributes_of_a_real_one(string nameId)
    {
        var party = await PartyAsync($"example-{nameId}".ToLowerInvariant(), p =>
        {
            (p.NameId, p.SignatureAlgorithm) = (Enum.Parse<ServiceProviderNameId>(nameId), nameId == nameof(ServiceProviderNameId.None) ? "ecdsa-sha256" : "rsa-sha256");
            p.Releases =
            [
                AttributeRelease.Of(ReleaseSource.Library), AttributeRelease.Of(ReleaseSource.Affiliation), new() { Claim = "pairwise-id", Source = ReleaseSource.Pseudonym },
                new() { Claim = "eduPersonTargetedID", Source = ReleaseSource.Pseudonym },
            ];
        });
        var example = SamlParty.Read(Regex.Match((await SheetAsync(party.Slug)).Text, "```xml\n(.*?)\n```", RegexOptions.Singleline).Groups[1].Value);
        using var browser = await world.Habo.SignedInAsync();
        var real = (await world.SignInAsync(browser, party)).Document;
        Assert.Equal(Shape(real), Shape(example));
        foreach (var path in new[] { "//*[local-name()='Issuer']", "//*[local-name()='Audience']", "//@Recipient", "//*[@FriendlyName='library']", "//*[@FriendlyName='eduPersonScopedAffiliation']", "//@Algorithm" })
            Assert.Equal(Values(real, path), Values(example, path));
        Assert.Equal([.. Enumerable.Repeat("…", 6)], Values(example, "//*[local-name()='SignatureValue' or local-name()='DigestValue' or local-name()='X509Certificate']"));
    }

    [Fact]
    public async Task The_addresses_of_the_sheet_answer_and_the_one_of_the_metadata_is_the_vendors_own()
    {
        var sheet = await SheetAsync("plain");
        using var browser = world.App.Browser();
        Assert.Contains($"`{world.Plain.Issuer()}`", sheet.Text, StringComparison.Ordinal);
        var metadata = await browser.GetAsync(Regex.Match(sheet.Text, "`([^`]+/metadata/plain)`").Groups[1].Value);
        Assert.Equal(world.Plain.Issuer(), new SamlAnswer(metadata.Body, null, "").One("/*/@entityID"));
        Assert.Contains($"`{world.Plain.Sso()}` | HTTP-Redirect, HTTP-POST", sheet.Text, StringComparison.Ordinal);
        Assert.Contains($"`{world.Plain.Acs}`, by HTTP-POST alone", sheet.Text, StringComparison.Ordinal);
        Assert.Contains($"the browser is led to `{world.Plain.Slo}` by HTTP-Redirect", sheet.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_names_every_reason_for_a_refusal_and_every_status_that_is_sent()
    {
        var sheet = await SheetAsync("plain");
        Assert.All(Enum.GetValues<RefusalReason>(), reason => Assert.Contains($"| `{reason.SlugForVendors()}` |", sheet.Text, StringComparison.Ordinal));
        foreach (var status in new[] { "NoPassive", "NoAuthnContext", "InvalidNameIDPolicy", "UnknownPrincipal", "RequestDenied", "PartialLogout" })
            Assert.Contains($"urn:oasis:names:tc:SAML:2.0:status:{status}`", sheet.Text, StringComparison.Ordinal);
        Assert.Contains("at most 80 bytes", sheet.Text, StringComparison.Ordinal);
        Assert.Contains("at most 5 minutes old", sheet.Text, StringComparison.Ordinal);
        Assert.Contains("for at least 30 days before anything is signed with it", sheet.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_follows_the_registration()
    {
        var plain = await SheetAsync("plain");
        Assert.Contains("may be signed; a signature that is there must hold", plain.Text, StringComparison.Ordinal);
        Assert.Contains("nothing, as your metadata has no key for it", plain.Text, StringComparison.Ordinal);
        Assert.Contains("A response without `InResponseTo` is refused", plain.Text, StringComparison.Ordinal);
        Assert.Contains("must be signed", (await SheetAsync("signing")).Section("Your service provider"), StringComparison.Ordinal);

        await world.PartyAsync(new SamlParty(world.App, "other") { TakesEncrypted = true, LogoutBinding = null }, p =>
            (p.AllowsIdpInitiated, p.RelayStates, p.SignsResponse, p.NewCertificateFrom) = (true, ["front"], false, new DateOnly(2031, 2, 3)));
        var other = await SheetAsync("other");
        Assert.Contains("the assertion, to the key of your metadata", other.Text, StringComparison.Ordinal);
        Assert.Contains("`RelayState` `front`, none, or the address of a title", other.Text, StringComparison.Ordinal);
        Assert.Contains("your metadata names no place for it", other.Section("Signing out"), StringComparison.Ordinal);
        Assert.Contains("2031-02-03", other.Section("Our certificates"), StringComparison.Ordinal);
        Assert.Contains("the assertion; an answer without one is signed as a response", other.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_without_metadata_or_resource_is_told_so()
    {
        await world.PartyAsync(new SamlParty(world.App, "silent") { ValidUntil = "2020-01-01T00:00:00Z" });
        Assert.Contains("**No metadata yet:**", (await SheetAsync("silent")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("No metadata yet", (await SheetAsync("plain")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_identity_number_in_a_contract_is_on_no_sheet()
    {
        var party = await PartyAsync("numbers", p => p.Releases = [new() { Claim = "note", Source = ReleaseSource.Constant, Value = "811218-9876" }]);
        var sheet = await SheetAsync(party.Slug);
        Assert.DoesNotContain("9876", sheet.Text, StringComparison.Ordinal);
        Assert.Contains("held back", sheet.Section("What you learn of a patron"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_an_unknown_name_it_says_which_clients_and_which_service_providers_there_are()
    {
        await world.PartyAsync(new SamlParty(world.App, "gone"), p => p.Active = false);
        foreach (var name in new[] { "nobody", "gone" })
        {
            var sheet = await PrintedSheet.OfAsync(world.App.Services, name);
            Assert.Equal((1, ""), (sheet.Code, sheet.Text));
            Assert.Matches($@"^{name}: no client and no service provider [^\n]+\nClients: kiosk\.\nService providers: ([\w-]+, )*plain, ([\w-]+, )*signing(, [\w-]+)*\.\n$", sheet.Faults);
            Assert.DoesNotContain("gone,", sheet.Faults, StringComparison.Ordinal);
        }
    }

    private async Task<SamlParty> PartyAsync(string name, Action<ServiceProvider> with) => await world.PartyAsync(new SamlParty(world.App, name), with);

    private async Task<PrintedSheet> SheetAsync(string name)
    {
        var sheet = await PrintedSheet.OfAsync(world.App.Services, name);
        Assert.Equal((0, ""), (sheet.Code, sheet.Faults));
        return sheet;
    }

    /// <summary>Elements and attributes in their order, without their values.</summary>
    private static string Shape(XmlDocument document) => string.Join('\n', document.SelectNodes("//*")!.Cast<XmlElement>()
        .Select(e => $"{e.Name} {string.Join(' ', e.Attributes.Cast<XmlAttribute>().Select(a => a.Name).Order(StringComparer.Ordinal))}"));

    private static List<string> Values(XmlDocument document, string path) => [.. document.SelectNodes(path)!.Cast<XmlNode>().Select(n => n.InnerText.Trim())];
}
