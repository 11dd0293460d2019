using System.Xml.Linq;
using DigitalAccess.Saml2.Tests.Support;
using static DigitalAccess.Saml2.Tests.Support.MetadataDraft;

namespace DigitalAccess.Saml2.Tests.Metadata;

/// <summary>Each row starts from metadata that is right in everything and breaks one thing.</summary>
public sealed class RefusingServiceProviders
{
    private const string Other = "urn:oasis:names:tc:SAML:2.0:bindings:PAOS";

    private static readonly Dictionary<string, (Action<MetadataDraft> Break, SamlFaultKind Kind, string Says)> Rows = new()
    {
        ["the root is something else"] = (d => d.Root.Name = Md + "RoleDescriptor", SamlFaultKind.Malformed, "no SAML metadata"),
        ["the root is of another namespace"] = (d => d.Root = new XElement("EntityDescriptor", new XAttribute("entityID", EntityId)), SamlFaultKind.Malformed, "no SAML metadata"),
        ["a web page"] = (d => d.Root = new XElement("html", new XElement("body", "Sign in")), SamlFaultKind.Malformed, "no SAML metadata"),
        ["no entityID"] = (d => d.Entity.SetAttributeValue("entityID", null), SamlFaultKind.Malformed, "entityID"),
        ["another entityID"] = (d => d.Entity.SetAttributeValue("entityID", "https://evil.example.org/"), SamlFaultKind.Metadata, "of another entity"),
        ["the entityID with a slash"] = (d => d.Entity.SetAttributeValue("entityID", EntityId + "/"), SamlFaultKind.Metadata, "by a slash at the end alone"),
        ["the entityID in capitals"] = (d => d.Entity.SetAttributeValue("entityID", EntityId.ToUpperInvariant()), SamlFaultKind.Metadata, "large and small letters alone"),
        ["the entityID with a space"] = (d => d.Entity.SetAttributeValue("entityID", EntityId + " "), SamlFaultKind.Metadata, "white space alone"),
        ["no role"] = (d => d.Role.Remove(), SamlFaultKind.Metadata, "no service provider"),
        ["an identity provider"] = (d => d.Role.Name = Md + "IDPSSODescriptor", SamlFaultKind.Metadata, "no service provider"),
        ["a role of another namespace"] = (d => d.Role.Name = "SPSSODescriptor", SamlFaultKind.Metadata, "no service provider"),
        ["SAML 1.1 alone"] = (d => d.Role.SetAttributeValue("protocolSupportEnumeration", "urn:oasis:names:tc:SAML:1.1:protocol"), SamlFaultKind.Metadata, "does not speak SAML 2.0"),
        ["a protocol that only begins so"] = (d => d.Role.SetAttributeValue("protocolSupportEnumeration", SamlNames.Protocol + "2"), SamlFaultKind.Metadata, "does not speak SAML 2.0"),
        ["no protocol"] = (d => d.Role.SetAttributeValue("protocolSupportEnumeration", null), SamlFaultKind.Malformed, "protocolSupportEnumeration"),
        ["text between elements"] = (d => d.Role.AddFirst("hello"), SamlFaultKind.Malformed, "holds text"),
        ["a flag that is no boolean"] = (d => d.Role.SetAttributeValue("AuthnRequestsSigned", "yes"), SamlFaultKind.Malformed, "AuthnRequestsSigned"),
        ["another flag that is no boolean"] = (d => d.Role.SetAttributeValue("WantAssertionsSigned", ""), SamlFaultKind.Malformed, "WantAssertionsSigned"),
        ["signed requests without a key"] = (d => d.SigningKey.Remove(), SamlFaultKind.Metadata, "has no key for signing"),
        ["no consumer service"] = (d => d.Consumer.Remove(), SamlFaultKind.Metadata, "no consumer service of the HTTP-POST binding"),
        ["none by POST"] = (d => d.Consumer.SetAttributeValue("Binding", Other), SamlFaultKind.Metadata, "no consumer service of the HTTP-POST binding"),
        ["POST in other letters"] = (d => d.Consumer.SetAttributeValue("Binding", SamlNames.Bindings.Post.ToLowerInvariant()), SamlFaultKind.Metadata, "no consumer service of the HTTP-POST binding"),
        ["a consumer service without binding"] = (d => d.Consumer.SetAttributeValue("Binding", null), SamlFaultKind.Malformed, "'Binding'"),
        ["a consumer service without address"] = (d => d.Consumer.SetAttributeValue("Location", null), SamlFaultKind.Malformed, "'Location'"),
        ["a consumer service without index"] = (d => d.Consumer.SetAttributeValue("index", null), SamlFaultKind.Malformed, "'index'"),
        ["an index below zero"] = (d => d.Consumer.SetAttributeValue("index", "-1"), SamlFaultKind.Malformed, "from 0 to 65535"),
        ["an index above all"] = (d => d.Consumer.SetAttributeValue("index", "65536"), SamlFaultKind.Malformed, "from 0 to 65535"),
        ["an index in words"] = (d => d.Consumer.SetAttributeValue("index", "one"), SamlFaultKind.Malformed, "from 0 to 65535"),
        ["a default that is no boolean"] = (d => d.Consumer.SetAttributeValue("isDefault", "TRUE"), SamlFaultKind.Malformed, "isDefault"),
        ["the same index twice"] = (d => d.Consumer.AddAfterSelf(ConsumerOf(0, Other, "https://sp.example.org/ecp")), SamlFaultKind.Metadata, "same index, 0"),
        ["the same index written otherwise"] = (d => d.Consumer.AddAfterSelf(ConsumerOf(0, SamlNames.Bindings.Post, "https://sp.example.org/2").With("index", "00")), SamlFaultKind.Metadata, "same index, 0"),
        ["one good and one bad consumer service"] = (d => d.Consumer.AddAfterSelf(ConsumerOf(1, SamlNames.Bindings.Post, "http://sp.example.org/acs")), SamlFaultKind.Metadata, "index 1 is not an https address"),
        ["a logout service without address"] = (d => d.Logout.SetAttributeValue("Location", null), SamlFaultKind.Malformed, "'Location'"),
        ["a logout service without binding"] = (d => d.Logout.SetAttributeValue("Binding", null), SamlFaultKind.Malformed, "'Binding'"),
        ["a logout service that is a script"] = (d => d.Logout.SetAttributeValue("Location", "javascript:alert(1)"), SamlFaultKind.Metadata, "logout service is no absolute https address"),
        ["logout answers over http"] = (d => d.Logout.SetAttributeValue("ResponseLocation", "http://sp.example.org/slo"), SamlFaultKind.Metadata, "logout service is not an https address"),
        ["an empty name format"] = (d => d.Role.Element(Md + "NameIDFormat")!.Value = "", SamlFaultKind.Malformed, "NameIDFormat"),
        ["a name format that holds an element"] = (d => d.Role.Element(Md + "NameIDFormat")!.Add(new XElement("b")), SamlFaultKind.Malformed, "beside text"),
        ["a name format too long"] = (d => d.Role.Element(Md + "NameIDFormat")!.Value = new string('x', 1025), SamlFaultKind.Malformed, "longer than 1024"),
        ["an attribute without a name"] = (d => d.Role.Descendants(Md + "RequestedAttribute").Single().SetAttributeValue("Name", null), SamlFaultKind.Malformed, "'Name'"),
        ["an attribute with a name too long"] = (d => d.Role.Descendants(Md + "RequestedAttribute").Single().SetAttributeValue("Name", new string('x', 1025)), SamlFaultKind.Malformed, "'Name'"),
        ["two extensions"] = (d => d.Role.AddFirst(new XElement(Md + "Extensions")), SamlFaultKind.Malformed, "'Extensions' more than once"),
        ["the same identifier twice"] = (d => d.Role.SetAttributeValue("ID", "_of-the-root"), SamlFaultKind.Malformed, "same identifier"),
        ["a time of validity that is no time"] = (d => d.Entity.SetAttributeValue("validUntil", "tomorrow"), SamlFaultKind.Malformed, "validUntil"),
        ["a time of validity of another zone"] = (d => d.Entity.SetAttributeValue("validUntil", "2026-09-08T12:00:00+02:00"), SamlFaultKind.Malformed, "validUntil"),
        ["a duration that is none"] = (d => d.Entity.SetAttributeValue("cacheDuration", "6 hours"), SamlFaultKind.Malformed, "cacheDuration"),
        ["a duration below nothing"] = (d => d.Entity.SetAttributeValue("cacheDuration", "-PT1H"), SamlFaultKind.Malformed, "cacheDuration"),
        ["a duration beyond counting"] = (d => d.Entity.SetAttributeValue("cacheDuration", "P99999999Y"), SamlFaultKind.Malformed, "cacheDuration"),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Metadata_is_refused_with_a_sentence(string name)
    {
        var (spoil, kind, says) = Rows[name];
        Refusals.AssertRefused(kind, says, () => new MetadataDraft().With(spoil).Read());
    }

    [Fact]
    public void An_entityID_is_not_longer_than_names_are()
    {
        var id = $"https://sp.example.org/{new string('x', 1025)}";
        Refusals.AssertRefused(SamlFaultKind.Malformed, "longer than 1024", () => Saml2.Metadata.MetadataReader.ReadEntity(new MetadataDraft(id).Bytes(), id, NoDemands));
    }

    [Fact]
    public void A_refusal_does_not_repeat_what_the_sender_wrote()
    {
        var draft = new MetadataDraft("https://evil.example.org/<script>");
        var fault = Assert.Throws<SamlException>(() => draft.Read()).Fault;
        Assert.DoesNotContain("evil", fault.Reason, StringComparison.Ordinal);
    }
}
