using System.Xml.Linq;
using DigitalAccess.Saml2.Metadata;
using DigitalAccess.Saml2.Tests.Support;
using static DigitalAccess.Saml2.Tests.Support.MetadataDraft;

namespace DigitalAccess.Saml2.Tests.Metadata;

public sealed class TellingWhatChanged
{
    private static readonly string Stranger = DraftCertificates.Stranger.Thumbprint(), Signing = DraftCertificates.Signing.Thumbprint(), Encryption = DraftCertificates.Encryption.Thumbprint();

    private static readonly Dictionary<string, (Action<MetadataDraft> Change, string[] Says)> Rows = new()
    {
        ["nothing"] = (_ => { }, []),
        ["how long it is valid"] = (d => d.Entity.With("validUntil", "2026-09-08T12:00:00Z").With("cacheDuration", "PT1H"), []),
        ["the order of keys"] = (d => d.SigningKey.AddBeforeSelf(Moved(d.EncryptionKey)), []),
        ["a key more"] = (d => d.SigningKey.AddAfterSelf(KeyOf(DraftCertificates.Stranger, "signing")), [$"Added: key for signing: SHA-256 thumbprint {Stranger}, certificate until 2029-09-01."]),
        ["a key less"] = (d => d.EncryptionKey.Remove(), [$"Removed: key for encryption: SHA-256 thumbprint {Encryption}, certificate until 2029-09-01."]),
        ["a key for both"] = (d => d.SigningKey.AddAfterSelf(KeyOf(DraftCertificates.Stranger, null)), [$"Added: key for signing and encryption: SHA-256 thumbprint {Stranger}, certificate until 2029-09-01."]),
        ["the use of a key"] = (d => d.SigningKey.SetAttributeValue("use", null),
            [$"Added: key for signing and encryption: SHA-256 thumbprint {Signing}, certificate until 2029-09-01.", $"Removed: key for signing: SHA-256 thumbprint {Signing}, certificate until 2029-09-01."]),
        ["what a key is good for"] = (d => d.EncryptionKey.Add(new XElement(Md + "EncryptionMethod", new XAttribute("Algorithm", "urn:gcm"))),
            [$"The algorithms that the key for encryption {Encryption} is good for changed from what it does not say to urn:gcm."]),
        ["a consumer service more"] = (d => d.Consumer.AddAfterSelf(ConsumerOf(1, SamlNames.Bindings.Post, "https://sp.example.org/2", true)), ["Added: consumer service 1 by HTTP-POST at https://sp.example.org/2 (the default)."]),
        ["another consumer service"] = (d => d.Consumer.With("index", 4),
            ["Added: consumer service 4 by HTTP-POST at https://sp.example.org/acs.", "Removed: consumer service 0 by HTTP-POST at https://sp.example.org/acs."]),
        ["the address of a consumer service"] = (d => d.Consumer.With("Location", "https://sp.example.org/new"),
            ["Changed: consumer service 0 by HTTP-POST at https://sp.example.org/acs, is now 0 by HTTP-POST at https://sp.example.org/new."]),
        ["which consumer service is the default"] = (d => d.Consumer.With("isDefault", "false"),
            ["Changed: consumer service 0 by HTTP-POST at https://sp.example.org/acs, is now 0 by HTTP-POST at https://sp.example.org/acs (not the default)."]),
        ["no logout service"] = (d => d.Logout.Remove(), ["Removed: logout service by HTTP-Redirect at https://sp.example.org/slo."]),
        ["where logout answers go"] = (d => d.Logout.With("ResponseLocation", "https://sp.example.org/done"),
            ["Added: logout service by HTTP-Redirect at https://sp.example.org/slo, answers to https://sp.example.org/done.", "Removed: logout service by HTTP-Redirect at https://sp.example.org/slo."]),
        ["unsigned requests"] = (d => d.Role.With("AuthnRequestsSigned", "false"), ["It no longer signs its requests."]),
        ["unsigned assertions"] = (d => d.Role.With("WantAssertionsSigned", "false"), ["It no longer wants the assertion itself signed."]),
        ["a name format more"] = (d => d.Role.Element(Md + "NameIDFormat")!.AddAfterSelf(new XElement(Md + "NameIDFormat", SamlNames.NameIds.Persistent)), [$"Added: name identifier format {SamlNames.NameIds.Persistent}."]),
        ["an attribute less"] = (d => d.Role.Descendants(Md + "RequestedAttribute").Remove(), ["Removed: required attribute eduPersonEntitlement (urn:oid:1.3.6.1.4.1.5923.1.1.1.7)."]),
        ["an attribute more"] = (d => d.Role.Element(Md + "AttributeConsumingService")!.Add(new XElement(Md + "RequestedAttribute", new XAttribute("Name", "urn:mail"))), ["Added: wished attribute urn:mail (urn:mail)."]),
        ["another name"] = (d => d.Role.Descendants(Ui + "DisplayName").Single().Value = "Movies", ["Added: name 'Movies' (en).", "Removed: name 'Films' (en)."]),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory, MemberData(nameof(Names))]
    public void What_changed_is_told_in_sentences_and_nothing_else_is(string name)
    {
        var (change, says) = Rows[name];
        Assert.Equal(says, MetadataDifference.Between(new MetadataDraft().Read().Metadata, new MetadataDraft().With(change).Read().Metadata));
    }

    private static XElement Moved(XElement element)
    {
        element.Remove();
        return element;
    }
}
