using System.Security.Cryptography.Xml;
using System.Text;
using DigitalAccess.Saml2.Metadata;
using DigitalAccess.Saml2.Tests.Support;
using static DigitalAccess.Saml2.Tests.Support.MetadataDraft;

namespace DigitalAccess.Saml2.Tests.Metadata;

public sealed class SignedMetadata
{
    private static readonly MetadataDemands Signed = NoDemands with { Key = DraftCertificates.Federation.Key() };

    [Fact]
    public void What_another_member_calls_its_elements_does_not_hinder()
    {
        System.Xml.Linq.XNamespace other = "urn:x";
        var member = new MetadataDraft("https://member.example.org/").Entity.With("ID", "_member");
        member.AddFirst(new System.Xml.Linq.XElement(
            Md + "Extensions", new System.Xml.Linq.XElement(other + "x", new System.Xml.Linq.XAttribute(other + "id", "1")), new System.Xml.Linq.XElement(other + "x", new System.Xml.Linq.XAttribute("id", "1"))));
        var draft = new MetadataDraft();
        draft.Root = Aggregate(member, draft.Entity).With("ID", "_federation");
        Assert.Equal(EntityId, Read(draft.Signed(DraftCertificates.Federation, "_federation"), NoDemands with { Key = DraftCertificates.Federation.Key() }).Metadata.EntityId);
    }

    [Fact]
    public void The_signature_of_the_agreed_key_on_the_root_is_accepted()
    {
        var reading = Read(new MetadataDraft().Signed(DraftCertificates.Federation), Signed);
        Assert.Empty(reading.Metadata.Notes);
    }

    [Fact]
    public void The_signature_of_an_aggregate_covers_the_entities_in_it()
    {
        var reading = Read(InAggregate("_of-the-aggregate").Signed(DraftCertificates.Federation, "_of-the-aggregate"), Signed);
        Assert.Equal(EntityId, reading.Metadata.EntityId);
    }

    [Fact]
    public void A_signature_without_a_key_to_check_it_is_nobodys_proof_and_no_hindrance()
    {
        var signed = Encoding.UTF8.GetString(new MetadataDraft().Signed(DraftCertificates.Stranger));
        Assert.Equal(EntityId, Read(Encoding.UTF8.GetBytes(signed.Replace("sp.example.org/acs", "sp.example.org/other", StringComparison.Ordinal))).Metadata.EntityId);
    }

    [Fact]
    public void What_is_kept_of_signed_metadata_carries_no_signature_that_no_longer_holds() =>
        Assert.DoesNotContain("SignatureValue", Encoding.UTF8.GetString(Read(new MetadataDraft().Signed(DraftCertificates.Federation), Signed).Entity.Span), StringComparison.Ordinal);

    [Fact]
    public void Unsigned_metadata_is_refused_where_a_key_was_agreed() =>
        Refusals.AssertRefused(SamlFaultKind.Signature, "root is not signed", () => new MetadataDraft().Read(Signed));

    [Fact, Trait("Case", "SAML-085")]
    public void A_signature_of_an_inner_entity_alone_is_refused() => Refusals.AssertRefused(
        SamlFaultKind.Signature, "root is not signed", () => Read(InAggregate("_of-the-aggregate").Signed(DraftCertificates.Federation), Signed));

    [Fact]
    public void The_signature_of_another_key_is_refused() => Refusals.AssertRefused(
        SamlFaultKind.Signature, "not signed with the agreed key", () => Read(new MetadataDraft().Signed(DraftCertificates.Stranger), Signed));

    [Theory]
    [InlineData("https://sp.example.org/acs", "https://evil.example.org/acs")]
    [InlineData("AuthnRequestsSigned=\"true\"", "AuthnRequestsSigned=\"false\"")]
    [InlineData(">Films<", ">Filmz<")]
    [InlineData("<md:NameIDFormat", " <md:NameIDFormat")]
    public void Anything_changed_after_it_was_signed_is_refused(string old, string now)
    {
        var signed = Encoding.UTF8.GetString(new MetadataDraft().Signed(DraftCertificates.Federation));
        var changed = signed.Replace(old, now, StringComparison.Ordinal);
        Assert.NotEqual(signed, changed);
        Refusals.AssertRefused(SamlFaultKind.Signature, "or was changed", () => Read(Encoding.UTF8.GetBytes(changed), Signed));
    }

    [Fact]
    public void A_comment_added_after_it_was_signed_changes_nothing_that_is_read()
    {
        var signed = Encoding.UTF8.GetString(new MetadataDraft().Signed(DraftCertificates.Federation));
        var commented = signed.Replace("nameid-format:transient", "nameid-format:<!-- -->transient", StringComparison.Ordinal);
        Assert.Equal([SamlNames.NameIds.Transient], Read(Encoding.UTF8.GetBytes(commented), Signed).Metadata.NameIdFormats);
    }

    [Fact]
    public void A_signature_by_sha1_is_refused() => Refusals.AssertRefused(
        SamlFaultKind.Signature, "algorithm is not accepted", () => Read(new MetadataDraft().Signed(DraftCertificates.Federation, method: SignedXml.XmlDsigRSASHA1Url), Signed));

    [Fact]
    public void A_digest_by_sha1_is_refused() => Refusals.AssertRefused(
        SamlFaultKind.Signature, "digest algorithm is not accepted", () => Read(new MetadataDraft().Signed(DraftCertificates.Federation, digest: SignedXml.XmlDsigSHA1Url), Signed));

    [Fact]
    public void A_signed_entity_wrapped_in_an_unsigned_root_of_the_same_name_is_refused()
    {
        var signed = Encoding.UTF8.GetString(new MetadataDraft().Signed(DraftCertificates.Federation));
        var evil = new MetadataDraft().With(d => d.Consumer.With("Location", "https://evil.example.org/")).With(d => d.Entity.With("ID", "_evil"));
        var start = signed.IndexOf("<Signature", StringComparison.Ordinal);
        var signature = signed[start..(signed.IndexOf("</Signature>", StringComparison.Ordinal) + "</Signature>".Length)];
        var text = Encoding.UTF8.GetString(evil.Bytes());
        var wrapped = text.Insert(text.IndexOf("<md:SPSSODescriptor", StringComparison.Ordinal), $"{signature}<md:Extensions>{signed.Replace(signature, "", StringComparison.Ordinal)}</md:Extensions>");
        Refusals.AssertRefused(SamlFaultKind.Signature, "not the message's root", () => Read(Encoding.UTF8.GetBytes(wrapped), Signed));
    }

    [Fact]
    public async Task An_aggregate_from_a_stream_is_checked_as_a_whole()
    {
        using var good = new MemoryStream(InAggregate("_of-the-aggregate").Signed(DraftCertificates.Federation, "_of-the-aggregate"));
        Assert.Equal(EntityId, (await MetadataReader.FindInAggregateAsync(good, EntityId, Signed)).Metadata.EntityId);
        using var inner = new MemoryStream(InAggregate("_of-the-aggregate").Signed(DraftCertificates.Federation));
        await Refusals.AssertRefusedAsync(SamlFaultKind.Signature, "root is not signed", () => MetadataReader.FindInAggregateAsync(inner, EntityId, Signed));
    }

    private static MetadataDraft InAggregate(string id)
    {
        var draft = new MetadataDraft();
        draft.Root = Aggregate(draft.Entity).With("ID", id);
        return draft;
    }
}
