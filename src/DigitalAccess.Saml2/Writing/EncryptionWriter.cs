using System.Buffers.Text;
using System.Security.Cryptography;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Writing;

/// <summary>
/// XML Encryption 1.1 of an assertion: AES-GCM for the assertion, RSA-OAEP for the key (IIP-ALG04, -ALG06). CBC, which can be
/// decrypted by asking questions, is not spoken. We only encrypt: nothing that comes in is ever decrypted.
/// </summary>
internal static class EncryptionWriter
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    public static MessageBuffer Encrypt(MessageBuffer assertion, EncryptionKey recipient)
    {
        var rsa = recipient.Key.Rsa ?? throw new ArgumentException("Keys are sealed by RSA alone.", nameof(recipient));
        var (textMethod, keyMethod) = (recipient.TextMethod, recipient.KeyMethod);
        if (textMethod is null || keyMethod is null)
            throw new ArgumentException("Its owner knows no way of encrypting that is spoken here.", nameof(recipient));
        var sha256 = keyMethod == EncryptionKey.Oaep && recipient.KnowsSha256;
        Span<byte> key = stackalloc byte[textMethod == EncryptionKey.Aes256 ? 32 : 16];
        RandomNumberGenerator.Fill(key);
        var sealedKey = rsa.Encrypt(key, sha256 ? RSAEncryptionPadding.OaepSHA256 : RSAEncryptionPadding.OaepSHA1);
        var sealedText = Seal(assertion.Span, key);
        CryptographicOperations.ZeroMemory(key);

        var message = new MessageBuffer(sealedText.Length * 2 + 2048)
            .Raw("<saml:EncryptedAssertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">"u8)
            .Raw("<xenc:EncryptedData xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\" Type=\"http://www.w3.org/2001/04/xmlenc#Element\">"u8)
            .Attribute("<xenc:EncryptionMethod Algorithm=\""u8, textMethod).Raw("></xenc:EncryptionMethod>"u8)
            .Raw("<ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><xenc:EncryptedKey>"u8)
            .Attribute("<xenc:EncryptionMethod Algorithm=\""u8, keyMethod).Raw(sha256 ? Sha256Method : Sha1Method)
            .Raw("<xenc:CipherData><xenc:CipherValue>"u8).Raw(Base64Of(sealedKey))
            .Raw("</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo><xenc:CipherData><xenc:CipherValue>"u8).Raw(Base64Of(sealedText))
            .Raw("</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData></saml:EncryptedAssertion>"u8);
        return message;
    }

    private static ReadOnlySpan<byte> Sha1Method =>
        "><ds:DigestMethod Algorithm=\"http://www.w3.org/2000/09/xmldsig#sha1\"></ds:DigestMethod></xenc:EncryptionMethod>"u8;

    private static ReadOnlySpan<byte> Sha256Method =>
        "><ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"></ds:DigestMethod><xenc11:MGF xmlns:xenc11=\"http://www.w3.org/2009/xmlenc11#\" Algorithm=\"http://www.w3.org/2009/xmlenc11#mgf1sha256\"></xenc11:MGF></xenc:EncryptionMethod>"u8;

    /// <summary>Nonce, cipher text and tag, in this order (XML Encryption 1.1, 5.2.4).</summary>
    private static byte[] Seal(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key)
    {
        var all = new byte[NonceLength + text.Length + TagLength];
        var nonce = all.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, text, all.AsSpan(NonceLength, text.Length), all.AsSpan(NonceLength + text.Length));
        return all;
    }

    private static byte[] Base64Of(byte[] bytes)
    {
        var text = new byte[Base64.GetMaxEncodedToUtf8Length(bytes.Length)];
        Base64.EncodeToUtf8(bytes, text, out _, out _);
        return text;
    }
}
