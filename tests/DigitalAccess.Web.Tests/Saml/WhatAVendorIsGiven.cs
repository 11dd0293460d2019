using System.Net;
using System.Xml.Linq;
using DigitalAccess.Web.Releases;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Saml;

/// <summary>What stands in our metadata and in an answer, by the contract of who gets it.</summary>
public sealed class WhatAVendorIsGiven(SamlWorld world) : IClassFixture<SamlWorld>
{
    private const string Entitlement = "urn:oid:1.3.6.1.4.1.5923.1.1.1.7";

    private static readonly XNamespace Md = "urn:oasis:names:tc:SAML:2.0:metadata";
    private static readonly XNamespace Scope = "urn:mace:shibboleth:metadata:1.0";
    private static readonly XNamespace Ui = "urn:oasis:names:tc:SAML:metadata:ui";

    [Fact]
    public async Task The_attributes_of_the_contract_have_uris_for_names_and_an_element_for_each_value()
    {
        var party = await world.PartyAsync(new SamlParty(world.App, "told"), p => p.Releases =
        [
            new() { Claim = "pairwise-id", Source = ReleaseSource.Pseudonym }, new() { Claim = "subject-id", Source = ReleaseSource.Pseudonym },
            Says("urn:mace:dir:entitlement:common-lib-terms"), Says("urn:example:second"),
        ]);
        using var browser = await world.Habo.SignedInAsync();
        var answer = await world.SignInAsync(browser, party);
        Assert.Equal([1, 1, 1], new[] { "Assertion", "AuthnStatement", "AttributeStatement" }.Select(name => answer.Nodes($"//a:{name}").Count));
        Assert.All(answer.Nodes("//a:Attribute/@NameFormat"), format => Assert.Equal("urn:oasis:names:tc:SAML:2.0:attrname-format:uri", format));
        Assert.Equal(3, answer.Nodes("//a:Attribute/@NameFormat").Count);
        Assert.Equal(["urn:mace:dir:entitlement:common-lib-terms", "urn:example:second"], answer.Attribute(Entitlement));

        var scope = (await MetadataAsync()).Descendants(Scope + "Scope").Single().Value;
        var (pairwise, shared) = (Assert.Single(answer.Attribute("urn:oasis:names:tc:SAML:attribute:pairwise-id")), Assert.Single(answer.Attribute("urn:oasis:names:tc:SAML:attribute:subject-id")));
        Assert.All([pairwise, shared], value => Assert.Matches($"^[a-p]{{64}}@{System.Text.RegularExpressions.Regex.Escape(scope)}$", value));
        Assert.NotEqual(pairwise, shared);
    }

    [Fact]
    public async Task The_metadata_says_what_there_is_and_nothing_else()
    {
        var entity = await MetadataAsync();
        Assert.Equal(world.Plain.Issuer(), entity.Attribute("entityID")!.Value);
        Assert.NotNull(entity.Attribute("validUntil"));
        var role = Assert.Single(entity.Elements(), e => e.Name.Namespace == Md);
        Assert.Equal(
            ["Extensions", "KeyDescriptor", "NameIDFormat", "SingleLogoutService", "SingleSignOnService"],
            role.Elements().Select(e => e.Name.LocalName).Distinct().Order(StringComparer.Ordinal));
        Assert.All(role.Elements(Md + "KeyDescriptor"), key => Assert.Equal("signing", key.Attribute("use")!.Value));
        foreach (var (service, path) in new[] { ("SingleSignOnService", "sso"), ("SingleLogoutService", "slo") })
        {
            Assert.Equal(["HTTP-Redirect", "HTTP-POST"], role.Elements(Md + service).Select(e => e.Attribute("Binding")!.Value.Split(':')[^1]));
            Assert.All(role.Elements(Md + service), e => Assert.Equal($"{world.Plain.Issuer()}/{path}", e.Attribute("Location")!.Value));
        }

        XNamespace alg = "urn:oasis:names:tc:SAML:metadata:algsupport";
        Assert.Equal(["sha256", "sha384", "sha512"], role.Descendants(alg + "DigestMethod").Select(e => e.Attribute("Algorithm")!.Value.Split('#')[1]));
        Assert.Equal(6, role.Descendants(alg + "SigningMethod").Count());
        Assert.DoesNotContain(role.Descendants(alg + "SigningMethod"), e => e.Attribute("Algorithm")!.Value.EndsWith("sha1", StringComparison.Ordinal));
        Assert.Equal("false", role.Descendants(Scope + "Scope").Single().Attribute("regexp")!.Value);
        Assert.NotEmpty(role.Descendants(Ui + "UIInfo").Single().Elements(Ui + "DisplayName"));
    }

    [Fact]
    public async Task The_metadata_leads_people_for_whom_something_goes_wrong_to_a_page_of_ours()
    {
        var role = (await MetadataAsync()).Element(Md + "IDPSSODescriptor")!;
        using var browser = world.App.Browser();
        var page = await browser.GetAsync(role.Attribute("errorURL")!.Value);
        Assert.Equal((HttpStatusCode.OK, world.App.Origin.Host), (page.Status, page.Address.Host));
        Assert.Contains("open the service from there", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_metadata_names_a_contact_where_the_operator_has_given_one()
    {
        Assert.Empty((await MetadataAsync()).Elements(Md + "ContactPerson"));
        await using var other = await BrokerApp.StartAsync(world.App.ConnectionString, new() { ["DigitalAccess:Saml:TechnicalContact"] = "drift@example.org" });
        using var browser = other.Browser();
        var contact = Assert.Single(XElement.Parse((await browser.GetAsync("/saml/habo")).Body).Elements(Md + "ContactPerson"));
        Assert.Equal(("technical", "mailto:drift@example.org"), (contact.Attribute("contactType")!.Value, contact.Element(Md + "EmailAddress")!.Value));
    }

    private static AttributeRelease Says(string words) => new() { Claim = "eduPersonEntitlement", Source = ReleaseSource.Constant, Value = words };

    private async Task<XElement> MetadataAsync()
    {
        using var browser = world.App.Browser();
        return XElement.Parse((await browser.GetAsync("/saml/habo")).Body);
    }
}
