using System.Security.Cryptography;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;

namespace DigitalAccess.Saml2.Tests.Support;

/// <summary>
/// A signature as text, every part of which a test can choose. It starts as a valid one; digest and value are always reckoned
/// rightly for what is chosen, so that it is refused for the choice and not for a wrong number.
/// </summary>
public sealed record SignatureDraft
{
    public const string Exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
    public const string Enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

    public string Canonicalisation { get; init; } = Method("CanonicalizationMethod", Exclusive);

    public string SignatureMethod { get; init; } = Method("SignatureMethod", RedirectQuery.RsaSha256);

    public HashAlgorithmName SignatureHash { get; init; } = HashAlgorithmName.SHA256;

    /// <summary>Null for the root's ID.</summary>
    public string? Uri { get; init; }

    /// <summary>The attribute as a whole, where there is something else than a URI.</summary>
    public string? UriAttribute { get; init; }

    public string Transforms { get; init; } = $"<ds:Transforms>{Method("Transform", Enveloped)}{Method("Transform", Exclusive)}</ds:Transforms>";

    public string DigestMethod { get; init; } = Method("DigestMethod", XmlSigner.Sha256);

    public HashAlgorithmName DigestHash { get; init; } = HashAlgorithmName.SHA256;

    /// <summary>Instead of the right one.</summary>
    public string? DigestValue { get; init; }

    /// <summary>Further references, before and behind the right one.</summary>
    public string ReferencesBefore { get; init; } = "";

    public string ReferencesBehind { get; init; } = "";

    public bool HasReference { get; init; } = true;

    /// <summary>Behind SignatureValue: KeyInfo and Object.</summary>
    public string Rest { get; init; } = "";

    /// <summary>Makes something else of the value.</summary>
    public Func<byte[], string> WriteValue { get; init; } = Convert.ToBase64String;

    public static string Method(string element, string algorithm, string inside = "") => $"<ds:{element} Algorithm=\"{algorithm}\">{inside}</ds:{element}>";

    /// <returns>The Signature element for the message as it stands.</returns>
    internal string For(string message, string id, TestKey key)
    {
        var digest = DigestValue ?? Convert.ToBase64String(CryptographicOperations.HashData(DigestHash, Canonical(message)));
        var uri = UriAttribute ?? $" URI=\"{Uri ?? $"#{id}"}\"";
        var reference = HasReference ? $"<ds:Reference{uri}>{Transforms}{DigestMethod}<ds:DigestValue>{digest}</ds:DigestValue></ds:Reference>" : "";
        var info = $"{Canonicalisation}{SignatureMethod}{ReferencesBefore}{reference}{ReferencesBehind}</ds:SignedInfo>";
        var alone = Canonical($"<ds:SignedInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">{info}");
        return $"<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignedInfo>{info}<ds:SignatureValue>"
            + $"{WriteValue(key.Sign(alone, SignatureHash))}</ds:SignatureValue>{Rest}</ds:Signature>";
    }

    /// <returns>The message with its signature behind the issuer.</returns>
    internal string Sign(string message, TestKey key, string id = "_request1") =>
        message.Replace("</saml:Issuer>", "</saml:Issuer>" + For(message, id, key), StringComparison.Ordinal);

    private static byte[] Canonical(string xml)
    {
        var document = new XmlDocument { PreserveWhitespace = true };
        document.Load(new MemoryStream(Encoding.UTF8.GetBytes(xml)));
        var transform = new XmlDsigExcC14NTransform();
        transform.LoadInput(document);
        using var output = (MemoryStream)transform.GetOutput(typeof(Stream));
        return output.ToArray();
    }
}
