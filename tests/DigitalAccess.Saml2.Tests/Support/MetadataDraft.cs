using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using DigitalAccess.Saml2.Metadata;

namespace DigitalAccess.Saml2.Tests.Support;

/// <summary>Metadata of a service provider that is right in everything. A test breaks one thing of it.</summary>
internal sealed class MetadataDraft
{
    public const string EntityId = "https://sp.example.org/saml";

    public static readonly DateTimeOffset Now = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly XNamespace Md = SamlNames.Metadata, Ds = SamlNames.Signature, Ui = "urn:oasis:names:tc:SAML:metadata:ui";

    public MetadataDraft(string entityId = EntityId)
    {
        Entity = new XElement(
            Md + "EntityDescriptor",
            new XAttribute(XNamespace.Xmlns + "md", Md.NamespaceName),
            new XAttribute("entityID", entityId),
            new XAttribute("ID", "_of-the-root"),
            new XElement(
                Md + "SPSSODescriptor",
                new XAttribute("protocolSupportEnumeration", $"urn:oasis:names:tc:SAML:1.1:protocol {SamlNames.Protocol}"),
                new XAttribute("AuthnRequestsSigned", "true"),
                new XAttribute("WantAssertionsSigned", "1"),
                new XElement(Md + "Extensions", new XElement(Ui + "UIInfo", new XElement(Ui + "DisplayName", new XAttribute(XNamespace.Xml + "lang", "en"), "Films"))),
                KeyOf(DraftCertificates.Signing, "signing"),
                KeyOf(DraftCertificates.Encryption, "encryption"),
                LogoutOf(SamlNames.Bindings.Redirect, "https://sp.example.org/slo"),
                new XElement(Md + "NameIDFormat", SamlNames.NameIds.Transient),
                ConsumerOf(0, SamlNames.Bindings.Post, "https://sp.example.org/acs"),
                new XElement(
                    Md + "AttributeConsumingService",
                    new XAttribute("index", "0"),
                    new XElement(Md + "ServiceName", new XAttribute(XNamespace.Xml + "lang", "en"), "Films"),
                    new XElement(Md + "RequestedAttribute", new XAttribute("Name", "urn:oid:1.3.6.1.4.1.5923.1.1.1.7"), new XAttribute("FriendlyName", "eduPersonEntitlement"), new XAttribute("isRequired", "true")))));
        Root = Entity;
    }

    public XElement Root { get; set; }

    public XElement Entity { get; }

    public XElement Role => Entity.Element(Md + "SPSSODescriptor")!;

    public XElement Consumer => Role.Element(Md + "AssertionConsumerService")!;

    public XElement Logout => Role.Element(Md + "SingleLogoutService")!;

    public XElement SigningKey => Role.Elements(Md + "KeyDescriptor").First();

    public XElement EncryptionKey => Role.Elements(Md + "KeyDescriptor").Last();

    public static MetadataDemands NoDemands { get; } = new(null, false, TimeSpan.FromDays(14), Now);

    public static XElement KeyOf(X509Certificate2 certificate, string? use, params string[] methods) => new(
        Md + "KeyDescriptor",
        use is null ? null : new XAttribute("use", use),
        new XElement(Ds + "KeyInfo", new XElement(Ds + "X509Data", new XElement(Ds + "X509Certificate", Convert.ToBase64String(certificate.RawData)))),
        methods.Select(method => new XElement(Md + "EncryptionMethod", new XAttribute("Algorithm", method))));

    public static XElement ConsumerOf(int index, string binding, string location, bool? isDefault = null) => new(
        Md + "AssertionConsumerService", new XAttribute("index", index), new XAttribute("Binding", binding), new XAttribute("Location", location), isDefault is null ? null : new XAttribute("isDefault", isDefault));

    public static XElement LogoutOf(string binding, string location, string? response = null) => new(
        Md + "SingleLogoutService", new XAttribute("Binding", binding), new XAttribute("Location", location), response is null ? null : new XAttribute("ResponseLocation", response));

    public static XElement Aggregate(params object[] content) => new(Md + "EntitiesDescriptor", new XAttribute(XNamespace.Xmlns + "md", Md.NamespaceName), content);

    public MetadataDraft With(Action<MetadataDraft> change)
    {
        change(this);
        return this;
    }

    public byte[] Bytes() => Encoding.UTF8.GetBytes(Root.ToString(SaveOptions.DisableFormatting));

    public MetadataReading Read(MetadataDemands? demands = null) => MetadataReader.ReadEntity(Bytes(), EntityId, demands ?? NoDemands);

    public static MetadataReading Read(byte[] utf8, MetadataDemands? demands = null) => MetadataReader.ReadEntity(utf8, EntityId, demands ?? NoDemands);

    /// <summary>Signs the root, or another element, with the framework's own signer, which shares nothing with what is tried.</summary>
    public byte[] Signed(X509Certificate2 by, string id = "_of-the-root", string digest = EncryptedXml.XmlEncSHA256Url, string method = SignedXml.XmlDsigRSASHA256Url)
    {
        var document = new XmlDocument { PreserveWhitespace = true };
        document.LoadXml(Root.ToString(SaveOptions.DisableFormatting));
        using var key = by.GetRSAPrivateKey();
        var signed = new SignedXml(document) { SigningKey = key };
        signed.SignedInfo!.CanonicalizationMethod = SignedXml.XmlDsigExcC14NTransformUrl;
        signed.SignedInfo.SignatureMethod = method;
        var reference = new Reference($"#{id}") { DigestMethod = digest };
        reference.AddTransform(new XmlDsigEnvelopedSignatureTransform());
        reference.AddTransform(new XmlDsigExcC14NTransform());
        signed.AddReference(reference);
        signed.ComputeSignature();
        var element = (XmlElement)document.SelectSingleNode($"//*[@ID='{id}']")!;
        element.InsertBefore(document.ImportNode(signed.GetXml(), true), element.FirstChild);
        return Encoding.UTF8.GetBytes(document.OuterXml);
    }
}
