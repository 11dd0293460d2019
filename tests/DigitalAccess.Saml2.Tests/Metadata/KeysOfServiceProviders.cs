using System.Xml.Linq;
using DigitalAccess.Saml2.Tests.Support;
using static DigitalAccess.Saml2.Tests.Support.MetadataDraft;

namespace DigitalAccess.Saml2.Tests.Metadata;

public sealed class KeysOfServiceProviders
{
    [Fact]
    public void A_key_that_does_not_say_its_use_is_for_both()
    {
        var metadata = WithKeys(KeyOf(DraftCertificates.Signing, null)).Read().Metadata;
        Assert.Equal(DraftCertificates.Signing.Thumbprint(), Assert.Single(metadata.SigningKeys).Thumbprint);
        Assert.Equal(DraftCertificates.Signing.Thumbprint(), Assert.Single(metadata.EncryptionKeys).Key.Thumbprint);
    }

    [Fact]
    public void Several_keys_are_kept_in_their_order_and_the_same_one_once()
    {
        var metadata = WithKeys(
            KeyOf(DraftCertificates.Signing, "signing"), KeyOf(DraftCertificates.Stranger, "signing"), KeyOf(DraftCertificates.Signing, null)).Read().Metadata;
        Assert.Equal([DraftCertificates.Signing.Thumbprint(), DraftCertificates.Stranger.Thumbprint()], metadata.SigningKeys.Select(key => key.Thumbprint));
        Assert.Equal([DraftCertificates.Signing.Thumbprint()], metadata.EncryptionKeys.Select(key => key.Key.Thumbprint));
    }

    [Fact]
    public void An_expired_certificate_is_no_hindrance()
    {
        using var old = DraftCertificates.Rsa(2048, Now.AddYears(-1));
        Assert.Equal(old.Thumbprint(), Assert.Single(WithKeys(KeyOf(old, "signing")).Read().Metadata.SigningKeys).Thumbprint);
    }

    [Fact]
    public void Base64_may_be_broken_into_lines()
    {
        var lines = Convert.ToBase64String(DraftCertificates.Signing.RawData, Base64FormattingOptions.InsertLineBreaks).Replace("\r\n", "\n      ", StringComparison.Ordinal);
        var draft = new MetadataDraft().With(d => CertificateOf(d).Value = $"\n\t {lines}\n  ");
        Assert.Equal(DraftCertificates.Signing.Thumbprint(), Assert.Single(draft.Read().Metadata.SigningKeys).Thumbprint);
    }

    [Fact]
    public void Of_several_certificates_of_one_key_the_first_is_read()
    {
        var draft = new MetadataDraft();
        CertificateOf(draft).AddAfterSelf(new XElement(Ds + "X509Certificate", "of the issuer"));
        var reading = draft.Read();
        Assert.Equal(DraftCertificates.Signing.Thumbprint(), Assert.Single(reading.Metadata.SigningKeys).Thumbprint);
        Assert.Contains("several certificates", Assert.Single(reading.Metadata.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_without_certificate_is_left_out_with_a_note()
    {
        var draft = new MetadataDraft();
        draft.EncryptionKey.Element(Ds + "KeyInfo")!.ReplaceNodes(new XElement(Ds + "KeyName", "ours"));
        var reading = draft.Read();
        Assert.Empty(reading.Metadata.EncryptionKeys);
        Assert.Contains("key for encryption does not come in a certificate", Assert.Single(reading.Metadata.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void An_elliptic_key_can_sign_but_not_be_encrypted_to()
    {
        using var curve = DraftCertificates.Ec();
        var reading = WithKeys(KeyOf(curve, null)).Read();
        Assert.False(Assert.Single(reading.Metadata.SigningKeys).IsRsa);
        Assert.Empty(reading.Metadata.EncryptionKeys);
        Assert.Contains("not of the RSA kind", Assert.Single(reading.Metadata.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_encryption_key_is_good_for_is_read()
    {
        string[] methods = ["http://www.w3.org/2009/xmlenc11#aes256-gcm", "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"];
        var metadata = new MetadataDraft().With(d => d.EncryptionKey.ReplaceWith(KeyOf(DraftCertificates.Encryption, "encryption", methods))).Read().Metadata;
        Assert.Equal(methods, Assert.Single(metadata.EncryptionKeys).Methods);
    }

    [Theory]
    [InlineData("http://www.w3.org/2001/04/xmlenc#aes128-cbc http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p")]
    [InlineData("http://www.w3.org/2001/04/xmlenc#tripledes-cbc")]
    [InlineData("http://www.w3.org/2009/xmlenc11#aes192-gcm")]
    [InlineData("http://www.w3.org/2009/xmlenc11#aes256-gcm http://www.w3.org/2001/04/xmlenc#rsa-1_5")]
    public void A_key_that_nothing_can_be_encrypted_to_is_left_out_with_a_note(string methods)
    {
        var reading = new MetadataDraft().With(d => d.EncryptionKey.ReplaceWith(KeyOf(DraftCertificates.Encryption, "encryption", methods.Split(' ')))).Read();
        Assert.Empty(reading.Metadata.EncryptionKeys);
        Assert.Contains("AES-GCM with RSA-OAEP", Assert.Single(reading.Metadata.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2009/xmlenc11#mgf1sha256", true)]
    [InlineData("http://www.w3.org/2001/04/xmlenc#sha256", null, false)]
    [InlineData(null, "http://www.w3.org/2009/xmlenc11#mgf1sha256", false)]
    [InlineData("http://www.w3.org/2000/09/xmldsig#sha1", "http://www.w3.org/2009/xmlenc11#mgf1sha1", false)]
    public void Whether_its_owner_knows_SHA_256_is_read(string? digest, string? mask, bool known)
    {
        XNamespace xenc11 = "http://www.w3.org/2009/xmlenc11#";
        var key = KeyOf(DraftCertificates.Encryption, "encryption", "http://www.w3.org/2009/xmlenc11#rsa-oaep");
        key.Elements().Last().Add(
            digest is null ? null : new XElement(Ds + "DigestMethod", new XAttribute("Algorithm", digest)), mask is null ? null : new XElement(xenc11 + "MGF", new XAttribute("Algorithm", mask)));
        Assert.Equal(known, Assert.Single(new MetadataDraft().With(d => d.EncryptionKey.ReplaceWith(key)).Read().Metadata.EncryptionKeys).KnowsSha256);
    }

    [Theory, Trait("Case", "SAML-089")]
    [InlineData("signing", "A key for signing is refused: The RSA key has 1024 bits; 2048 are the least")]
    [InlineData("encryption", "A key for encryption is refused: The RSA key has 1024 bits")]
    [InlineData(null, "A key for signing and encryption is refused: The RSA key has 1024 bits")]
    public void A_short_rsa_key_refuses_the_metadata(string? use, string says)
    {
        using var weak = DraftCertificates.Rsa(1024);
        AssertKeyRefused(says, d => d.Role.AddFirst(KeyOf(weak, use)));
    }

    [Theory, Trait("Case", "SAML-089")]
    [InlineData("1.2.840.10045.3.1.1", 192)]
    [InlineData("1.3.132.0.33", 224)]
    public void A_small_curve_refuses_the_metadata(string curve, int bits)
    {
        using var weak = DraftCertificates.Ec(curve);
        AssertKeyRefused($"A key for signing is refused: The elliptic curve has {bits} bits; 256 are the least", d => d.Role.AddFirst(KeyOf(weak, "signing")));
    }

    [Theory]
    [InlineData("%%%", "no base64")]
    [InlineData("", "cannot be read")]
    [InlineData("aGVsbG8=", "cannot be read")]
    public void What_is_no_certificate_refuses_the_metadata(string text, string says) => AssertKeyRefused($"A key for signing is refused: ", d => CertificateOf(d).Value = text, says);

    [Fact]
    public void A_certificate_has_an_end() => AssertKeyRefused("longer than 32 KB", d => CertificateOf(d).Value = new string('A', 33 * 1024));

    [Fact]
    public void There_is_an_end_to_keys() =>
        AssertKeyRefused("more than 32 keys", d => d.Role.AddFirst(Enumerable.Range(0, 32).Select(_ => KeyOf(DraftCertificates.Signing, "signing"))));

    [Theory]
    [InlineData("Signing")]
    [InlineData("")]
    [InlineData("both")]
    public void An_unknown_use_refuses_the_metadata(string use) =>
        Refusals.AssertRefused(SamlFaultKind.Malformed, "neither signing nor encryption", () => new MetadataDraft().With(d => d.SigningKey.With("use", use)).Read());

    [Fact]
    public void A_key_without_anything_refuses_the_metadata() =>
        Refusals.AssertRefused(SamlFaultKind.Malformed, "lacks a KeyInfo", () => new MetadataDraft().With(d => d.SigningKey.RemoveNodes()).Read());

    private static void AssertKeyRefused(string says, Action<MetadataDraft> spoil, string andSays = "")
    {
        Refusals.AssertRefused(SamlFaultKind.Key, says, () => new MetadataDraft().With(spoil).Read());
        Refusals.AssertRefused(SamlFaultKind.Key, andSays, () => new MetadataDraft().With(spoil).Read());
    }

    private static XElement CertificateOf(MetadataDraft draft) => draft.SigningKey.Descendants(Ds + "X509Certificate").First();

    private static MetadataDraft WithKeys(params XElement[] keys) => new MetadataDraft().With(d =>
    {
        d.Role.Elements(Md + "KeyDescriptor").Remove();
        d.Role.Element(Md + "Extensions")!.AddAfterSelf(keys.Cast<object>().ToArray());
    });
}
