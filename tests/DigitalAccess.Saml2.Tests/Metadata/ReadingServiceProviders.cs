using System.Xml.Linq;
using DigitalAccess.Saml2.Metadata;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Tests.Support;
using static DigitalAccess.Saml2.Tests.Support.MetadataDraft;

namespace DigitalAccess.Saml2.Tests.Metadata;

public sealed class ReadingServiceProviders
{
    [Fact]
    public void What_the_provider_says_of_itself_is_read()
    {
        var reading = new MetadataDraft().Read();
        var metadata = reading.Metadata;
        Assert.Equal(EntityId, metadata.EntityId);
        Assert.Equal([new ConsumerService(0, SamlNames.Bindings.Post, "https://sp.example.org/acs", null)], metadata.ConsumerServices);
        Assert.Equal([new LogoutService(SamlNames.Bindings.Redirect, "https://sp.example.org/slo", "https://sp.example.org/slo")], metadata.LogoutServices);
        Assert.Equal([DraftCertificates.Signing.Thumbprint()], metadata.SigningKeys.Select(key => key.Thumbprint));
        Assert.Equal([DraftCertificates.Encryption.Thumbprint()], metadata.EncryptionKeys.Select(key => key.Key.Thumbprint));
        Assert.True(metadata is { AuthnRequestsSigned: true, WantAssertionsSigned: true, ValidUntil: null, CacheDuration: null });
        Assert.Equal([SamlNames.NameIds.Transient], metadata.NameIdFormats);
        Assert.Equal([new RequestedAttribute("urn:oid:1.3.6.1.4.1.5923.1.1.1.7", "eduPersonEntitlement", true)], metadata.RequestedAttributes);
        Assert.Equal("Films", Assert.Single(metadata.DisplayNames, name => name.Key == "en").Value);
        Assert.Empty(reading.Metadata.Notes);
    }

    [Fact]
    public void What_is_not_said_is_not_assumed()
    {
        var draft = new MetadataDraft();
        draft.Role.Attributes().Where(a => a.Name != "protocolSupportEnumeration").Remove();
        draft.Role.Elements().Where(e => e.Name != Md + "AssertionConsumerService").Remove();
        var metadata = draft.Read().Metadata;
        Assert.True(metadata is { AuthnRequestsSigned: false, WantAssertionsSigned: false, LogoutServices: [], SigningKeys: [], EncryptionKeys: [], NameIdFormats: [], RequestedAttributes: [] });
        Assert.Empty(metadata.DisplayNames);
    }

    [Fact]
    public void Comments_and_white_space_inside_values_change_nothing()
    {
        var draft = new MetadataDraft();
        draft.Role.Element(Md + "NameIDFormat")!.ReplaceNodes("\n  urn:oasis:names:tc:SAML:2.0:", new XComment("here"), "nameid-format:transient\n");
        draft.Role.AddFirst(new XComment("ours"));
        Assert.Equal([SamlNames.NameIds.Transient], draft.Read().Metadata.NameIdFormats);
    }

    [Fact]
    public void Consumer_services_of_other_bindings_are_kept_beside_the_one_that_is_used()
    {
        var draft = new MetadataDraft();
        draft.Consumer.AddAfterSelf(
            ConsumerOf(7, "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact", "https://sp.example.org/artifact", true), ConsumerOf(65535, "urn:oasis:names:tc:SAML:2.0:bindings:PAOS", "https://sp.example.org/ecp", false));
        Assert.Equal([(0, null), (7, true), (65535, false)], draft.Read().Metadata.ConsumerServices.Select(service => (service.Index, service.IsDefault)));
    }

    [Fact]
    public void A_bad_address_of_a_binding_that_is_not_used_is_left_out_with_a_note()
    {
        var draft = new MetadataDraft();
        draft.Consumer.AddAfterSelf(ConsumerOf(1, "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact", "http://sp.example.org/artifact"));
        var reading = draft.Read();
        Assert.Equal([0], reading.Metadata.ConsumerServices.Select(service => service.Index));
        Assert.Contains("index 1 is not an https address", Assert.Single(reading.Metadata.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_logout_service_may_want_its_answers_elsewhere()
    {
        var draft = new MetadataDraft();
        draft.Logout.ReplaceWith(LogoutOf(SamlNames.Bindings.Post, "https://sp.example.org/slo", "https://sp.example.org/slo/answers"));
        Assert.Equal([new LogoutService(SamlNames.Bindings.Post, "https://sp.example.org/slo", "https://sp.example.org/slo/answers")], draft.Read().Metadata.LogoutServices);
    }

    [Fact]
    public void A_logout_service_by_soap_is_left_out_with_a_note()
    {
        var draft = new MetadataDraft();
        draft.Logout.AddBeforeSelf(LogoutOf("urn:oasis:names:tc:SAML:2.0:bindings:SOAP", "http://inside.example.org/soap"));
        var reading = draft.Read();
        Assert.Equal([SamlNames.Bindings.Redirect], reading.Metadata.LogoutServices.Select(service => service.Binding));
        Assert.Contains("logout service", Assert.Single(reading.Metadata.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_roles_the_first_one_of_saml_2_is_read()
    {
        var draft = new MetadataDraft();
        var other = new XElement(draft.Role);
        other.SetAttributeValue("protocolSupportEnumeration", "urn:oasis:names:tc:SAML:1.1:protocol");
        other.Element(Md + "AssertionConsumerService")!.SetAttributeValue("Location", "https://old.example.org/");
        draft.Role.AddBeforeSelf(other);
        draft.Entity.Add(new XElement(draft.Entity.Elements(Md + "SPSSODescriptor").Last()));
        var reading = draft.Read();
        Assert.Equal("https://sp.example.org/acs", Assert.Single(reading.Metadata.ConsumerServices).Location);
        Assert.Contains("several SPSSODescriptors", Assert.Single(reading.Metadata.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Attributes_are_those_of_the_default_service()
    {
        var draft = new MetadataDraft();
        draft.Role.Add(new XElement(
            Md + "AttributeConsumingService", new XAttribute("index", 1), new XAttribute("isDefault", "true"), new XElement(Md + "RequestedAttribute", new XAttribute("Name", "urn:other"))));
        var reading = draft.Read();
        Assert.Equal([new RequestedAttribute("urn:other", null, false)], reading.Metadata.RequestedAttributes);
        Assert.Contains("AttributeConsumingServices", Assert.Single(reading.Metadata.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_read_by_language_and_too_long_ones_left_out()
    {
        var draft = new MetadataDraft();
        draft.Role.Descendants(Ui + "UIInfo").Single().Add(
            new XElement(Ui + "DisplayName", new XAttribute(XNamespace.Xml + "lang", "sv"), "  Filmer \n för alla "),
            new XElement(Ui + "DisplayName", new XAttribute(XNamespace.Xml + "lang", "sv"), "Något annat"),
            new XElement(Ui + "DisplayName", new XAttribute(XNamespace.Xml + "lang", "fi"), new string('x', 257)),
            new XElement(Ui + "DisplayName", new XAttribute(XNamespace.Xml + "lang", "nb"), new string('x', 256)),
            new XElement(Ui + "DisplayName", "Of no language"));
        Assert.Equal([("en", "Films"), ("sv", "Filmer för alla"), ("nb", new string('x', 256))], draft.Read().Metadata.DisplayNames.Select(name => (name.Key, name.Value)));
    }

    [Fact]
    public void Logos_as_long_as_federations_carry_them_are_no_hindrance()
    {
        var draft = new MetadataDraft();
        draft.Role.Descendants(Ui + "UIInfo").Single().Add(new XElement(Ui + "Logo", new XAttribute("width", 80), new XAttribute("height", 60), $"data:image/png;base64,{new string('A', 200_000)}"));
        Assert.Equal(EntityId, draft.Read().Metadata.EntityId);
    }

    [Fact]
    public void What_is_kept_of_an_entity_reads_the_same_again()
    {
        var draft = new MetadataDraft();
        draft.Root = Aggregate(new XAttribute("validUntil", "2026-09-08T12:00:00Z"), new XAttribute("cacheDuration", "PT6H"), draft.Entity);
        var reading = draft.Read();
        var again = MetadataReader.ReadKept(reading.Entity);
        Assert.Empty(MetadataDifference.Between(reading.Metadata, again));
        Assert.Equal((Now.AddDays(7), TimeSpan.FromHours(6)), (again.ValidUntil, again.CacheDuration));
    }

    [Fact]
    public void What_is_kept_can_be_read_when_its_time_has_passed_and_says_so()
    {
        var kept = new MetadataDraft().With(d => d.Entity.SetAttributeValue("validUntil", "2026-09-02T00:00:00Z")).Read().Entity;
        Assert.Equal(new DateTimeOffset(2026, 9, 2, 0, 0, 0, TimeSpan.Zero), MetadataReader.ReadKept(kept).ValidUntil);
    }

    [Fact]
    public void What_is_kept_is_one_entity() =>
        Refusals.AssertRefused(SamlFaultKind.Malformed, "no SAML metadata", () => MetadataReader.ReadKept("<other/>"u8.ToArray()));
}
