using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;

namespace DigitalAccess.Simulators.Vendors;

/// <summary>Messages of identity providers, as far as their signatures go: .NET's own, and nothing of the broker's.</summary>
internal static class SamlXml
{
    public static XmlDocument Read(string xml)
    {
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        document.LoadXml(xml);
        return document;
    }

    public static string? Text(XmlNode from, string path) => from.SelectSingleNode(path)?.InnerText;

    /// <summary>Whether the root is what was signed, all of it, and by one of the keys.</summary>
    public static bool RootIsSigned(XmlDocument document, IEnumerable<X509Certificate2> certificates)
    {
        var root = document.DocumentElement!;
        if (root.ChildNodes.OfType<XmlElement>().FirstOrDefault(e => e is { LocalName: "Signature", NamespaceURI: SignedXml.XmlDsigNamespaceUrl }) is not { } signature)
            return false;
        var signed = new ById(document);
        signed.LoadXml(signature);
        return document.SelectNodes($"//*[@ID='{root.GetAttribute("ID")}']")!.Count == 1
            && signed.SignedInfo is { SignatureMethod: SignedXml.XmlDsigRSASHA256Url, References: [Reference { Uri: var uri }] } && uri == $"#{root.GetAttribute("ID")}"
            && certificates.Any(c => c.GetRSAPublicKey() is { } key && signed.CheckSignature(key));
    }

    /// <summary>Whether the address is signed as it stands (SAML Bindings 3.4.4.1).</summary>
    public static bool AddressIsSigned(string query, IEnumerable<X509Certificate2> certificates)
    {
        if (query.IndexOf("&Signature=", StringComparison.Ordinal) is not (> 0 and var end))
            return false;
        var signature = Convert.FromBase64String(Uri.UnescapeDataString(query[(end + "&Signature=".Length)..]));
        return certificates.Any(c => c.GetRSAPublicKey()?.VerifyData(Encoding.UTF8.GetBytes(query[..end].TrimStart('?')), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) == true);
    }

    /// <summary>What a redirect carries (SAML Bindings 3.4.4.1).</summary>
    public static XmlDocument Inflate(string message)
    {
        using var inflate = new DeflateStream(new MemoryStream(Convert.FromBase64String(message)), CompressionMode.Decompress);
        using var reader = new StreamReader(inflate);
        return Read(reader.ReadToEnd());
    }

    private sealed class ById(XmlDocument document) : SignedXml(document)
    {
        public override XmlElement? GetIdElement(XmlDocument? document, string idValue) => (XmlElement?)document!.SelectSingleNode($"//*[@ID='{idValue}']");
    }
}
