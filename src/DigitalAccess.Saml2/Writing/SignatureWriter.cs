using System.Security.Cryptography;

namespace DigitalAccess.Saml2.Writing;

/// <summary>
/// Signs what is in canonical form already (SAML Core 5). The digest is over the written bytes, the signature over SignedInfo
/// as it would be canonicalised, and the finished element goes in where the schema wants it: behind the issuer.
/// </summary>
internal static class SignatureWriter
{
    /// <param name="message">The message without its signature; its root has the ID.</param>
    /// <param name="id">The root's ID.</param>
    /// <param name="place">Where in the message the signature belongs.</param>
    /// <param name="key">Ours.</param>
    public static MessageBuffer Sign(MessageBuffer message, string id, int place, SigningKey key)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(message.Span, digest);
        var info = SignedInfo(id, digest, key);
        var standingAlone = new MessageBuffer(1024).Raw("<ds:SignedInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\""u8).Raw(info.Span);
        Span<byte> signature = stackalloc byte[SigningKey.Longest];
        var count = key.Sign(standingAlone.Span, signature);

        var signed = new MessageBuffer(message.Length + info.Length + key.KeyInfo.Length + 1024);
        signed.Raw(message.Span[..place]).Raw("<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">"u8).Raw("<ds:SignedInfo"u8).Raw(info.Span);
        signed.Raw("<ds:SignatureValue>"u8);
        Base64(signed, signature[..count]);
        return signed.Raw("</ds:SignatureValue>"u8).Raw(key.KeyInfo).Raw("</ds:Signature>"u8).Raw(message.Span[place..]);
    }

    /// <returns>The element behind its name: standing alone it declares a namespace there, within the signature it does not.</returns>
    private static MessageBuffer SignedInfo(string id, ReadOnlySpan<byte> digest, SigningKey key)
    {
        var info = new MessageBuffer(1024)
            .Raw("><ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></ds:CanonicalizationMethod>"u8)
            .Attribute("<ds:SignatureMethod Algorithm=\""u8, key.Algorithm.Uri).Raw("></ds:SignatureMethod>"u8)
            .Attribute("<ds:Reference URI=\"#"u8, id)
            .Raw("><ds:Transforms><ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"></ds:Transform>"u8)
            .Raw("<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></ds:Transform></ds:Transforms>"u8)
            .Raw("<ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"></ds:DigestMethod><ds:DigestValue>"u8);
        Base64(info, digest);
        return info.Raw("</ds:DigestValue></ds:Reference></ds:SignedInfo>"u8);
    }

    internal static void Base64(MessageBuffer buffer, ReadOnlySpan<byte> bytes)
    {
        Span<byte> text = stackalloc byte[2048];
        System.Buffers.Text.Base64.EncodeToUtf8(bytes, text, out _, out var count);
        buffer.Raw(text[..count]);
    }
}
