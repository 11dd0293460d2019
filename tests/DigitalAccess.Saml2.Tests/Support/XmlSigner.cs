using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Xml;

namespace DigitalAccess.Saml2.Tests.Support;

/// <summary>Signs as the framework's SignedXml does, which most service providers on .NET use.</summary>
internal static class XmlSigner
{
    public const string Sha256 = "http://www.w3.org/2001/04/xmlenc#sha256";

    /// <returns>The message with its signature behind the issuer.</returns>
    public static string Sign(
        string message, TestKey key, string? algorithm = null, string digest = Sha256, bool withCertificate = true, string? prefixes = null)
    {
        var document = new XmlDocument { PreserveWhitespace = true };
        document.LoadXml(message);
        var root = document.DocumentElement!;
        var signed = new ById(document) { SigningKey = key.Rsa };
        signed.SignedInfo!.CanonicalizationMethod = SignedXml.XmlDsigExcC14NTransformUrl;
        signed.SignedInfo.SignatureMethod = algorithm ?? RedirectQuery.RsaSha256;
        var reference = new Reference($"#{root.GetAttribute("ID")}") { DigestMethod = digest };
        reference.AddTransform(new XmlDsigEnvelopedSignatureTransform());
        reference.AddTransform(new XmlDsigExcC14NTransform(includeComments: false, prefixes));
        signed.AddReference(reference);
        if (withCertificate)
            signed.KeyInfo.AddClause(new KeyInfoX509Data(key.Certificate));
        signed.ComputeSignature();
        root.InsertAfter(document.ImportNode(signed.GetXml(), deep: true), root.FirstChild);
        return document.OuterXml;
    }

    /// <returns>Whether the framework finds the signature of the element with that ID to hold with this key.</returns>
    public static bool Verifies(XmlElement element, TestKey key)
    {
        var signature = element.ChildNodes.OfType<XmlElement>().Single(e => e.LocalName == "Signature");
        var signed = new ById(element);
        signed.LoadXml(signature);
        return signed.CheckSignature(key.Certificate.GetRSAPublicKey()!);
    }

    /// <summary>SAML's identifiers are called ID, and none other is looked at.</summary>
    private sealed class ById : SignedXml
    {
        private readonly XmlElement _root;

        public ById(XmlDocument document) : base(document) => _root = document.DocumentElement!;

        public ById(XmlElement element) : base(element) => _root = element;

        public override XmlElement? GetIdElement(XmlDocument? document, string idValue) => _root.GetAttribute("ID") == idValue ? _root : null;
    }
}
