using System.Xml;
using DigitalAccess.Saml2.Tests.Support;
using DigitalAccess.Saml2.Writing;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Tests.Writing;

/// <summary>IIP-IDP09, IIP-ALG04, IIP-ALG06: what is sealed for a service can be opened by it, with another's tool.</summary>
public sealed class EncryptingAssertions
{
    private const string Aes128 = "http://www.w3.org/2009/xmlenc11#aes128-gcm";
    private const string Aes256 = "http://www.w3.org/2009/xmlenc11#aes256-gcm";
    private const string Mgf1p = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";
    private const string Oaep = "http://www.w3.org/2009/xmlenc11#rsa-oaep";
    private const string Cbc = "http://www.w3.org/2001/04/xmlenc#aes256-cbc";

    [Theory]
    [InlineData("", Aes256)]
    [InlineData(Aes128, Aes128)]
    [InlineData($"{Aes128} {Aes256}", Aes256)]
    [InlineData($"{Cbc} {Aes128} {Mgf1p}", Aes128)]
    [InlineData($"{Mgf1p} {Oaep} {Aes256}", Aes256)]
    public void An_assertion_is_opened_by_xmlsec1_and_its_signature_holds(string methods, string used)
    {
        using var signing = Keys.Signing("RSA-2048");
        var message = Write(signing, Keys.Provider, methods);
        Assert.Contains($"Algorithm=\"{used}\"", message, StringComparison.Ordinal);
        Assert.DoesNotContain("library-walk-in", message, StringComparison.Ordinal);
        Assert.DoesNotContain("#aes256-cbc", message, StringComparison.Ordinal);

        var opened = Xmlsec.Decrypt(Keys.Provider, message);
        Assert.Contains("library-walk-in@example.org", opened, StringComparison.Ordinal);
        Assert.True(Xmlsec.AcceptsAssertion(Keys.Ours, opened));
        var document = new XmlDocument { PreserveWhitespace = true };
        document.LoadXml(opened);
        Assert.True(XmlSigner.Verifies((XmlElement)document.GetElementsByTagName("Assertion", SamlNames.Assertion)[0]!, Keys.Ours));
    }

    [Fact]
    public void The_key_is_sealed_with_SHA_256_for_who_knows_no_other_way()
    {
        using var signing = Keys.Signing("RSA-2048");
        var message = Write(signing, Keys.Provider, Oaep, knowsSha256: true);
        Assert.Contains("http://www.w3.org/2009/xmlenc11#mgf1sha256", message, StringComparison.Ordinal);
        var plain = OpenByHand(message);
        Assert.StartsWith("<saml:Assertion ", plain, StringComparison.Ordinal);
        Assert.True(Xmlsec.AcceptsAssertion(Keys.Ours, plain));
    }

    /// <summary>Its defaults are SHA-1 twice (XML Encryption 1.1, 5.5.2), and xmlsec1 goes by them.</summary>
    [Fact]
    public void Who_knows_that_way_and_does_not_say_by_what_is_given_its_defaults()
    {
        using var signing = Keys.Signing("RSA-2048");
        var message = Write(signing, Keys.Provider, Oaep);
        Assert.Contains($"Algorithm=\"{Oaep}\"", message, StringComparison.Ordinal);
        Assert.DoesNotContain("mgf1sha256", message, StringComparison.Ordinal);
        var sealedKey = CipherValues(message)[0];
        Assert.Equal(32, Keys.Provider.Rsa.Decrypt(sealedKey, System.Security.Cryptography.RSAEncryptionPadding.OaepSHA1).Length);
    }

    [Theory]
    [InlineData(Cbc)]
    [InlineData("http://www.w3.org/2009/xmlenc11#aes192-gcm")]
    [InlineData($"{Aes256} http://www.w3.org/2001/04/xmlenc#rsa-1_5")]
    public void Nothing_is_sealed_in_a_way_that_the_recipient_does_not_know(string methods)
    {
        using var signing = Keys.Signing("RSA-2048");
        Assert.Throws<ArgumentException>(() => Write(signing, Keys.Provider, methods));
    }

    [Fact]
    public void The_response_around_a_sealed_assertion_is_signed_as_it_travels()
    {
        using var signing = Keys.Signing("RSA-3072");
        var message = Write(signing, Keys.Provider, "");
        Assert.True(Xmlsec.AcceptsRoot(Keys.Rsa3072, message));
        Assert.False(Xmlsec.AcceptsRoot(Keys.Rsa3072, message.Replace("aes256-gcm", "aes128-gcm", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_two_messages_share_a_key_or_a_nonce()
    {
        using var signing = Keys.Signing("RSA-2048");
        var values = Enumerable.Range(0, 20).SelectMany(_ => CipherValues(Write(signing, Keys.Provider, "")))
            .Select(v => Convert.ToBase64String(v.AsSpan(0, 12))).ToList();
        Assert.Equal(40, values.Distinct().Count());
    }

    [Fact]
    public void A_key_that_cannot_seal_is_told_apart_before_anything_is_written()
    {
        using var signing = Keys.Signing("RSA-2048");
        Assert.Throws<ArgumentException>(() => Write(signing, Keys.P256, ""));
    }

    private static string Write(SigningKey signing, TestKey recipient, string methods, bool knowsSha256 = false) => Canonical.Text(SamlWriter.Write(
        Answers.Response, new Protection(signing, EncryptTo: new EncryptionKey(recipient.Verification, methods.Split(' ', StringSplitOptions.RemoveEmptyEntries), knowsSha256))));

    private static List<byte[]> CipherValues(string message)
    {
        var document = new XmlDocument { PreserveWhitespace = true };
        document.LoadXml(message);
        return [.. document.GetElementsByTagName("CipherValue", SamlNames.Encryption).Cast<XmlElement>().Select(v => Convert.FromBase64String(v.InnerText))];
    }

    /// <summary>xmlsec1 before 1.3 does not know MGF1 with SHA-256, so the two steps are gone by themselves (XML Encryption 1.1, 5.5.2 and 5.2.4).</summary>
    private static string OpenByHand(string message)
    {
        var (sealedKey, sealedText) = CipherValues(message) is [var first, var second] ? (first, second) : throw new InvalidOperationException("Two values are expected.");
        var key = Keys.Provider.Rsa.Decrypt(sealedKey, System.Security.Cryptography.RSAEncryptionPadding.OaepSHA256);
        var plain = new byte[sealedText.Length - 28];
        using var aes = new System.Security.Cryptography.AesGcm(key, 16);
        aes.Decrypt(sealedText.AsSpan(0, 12), sealedText.AsSpan(12, plain.Length), sealedText.AsSpan(12 + plain.Length), plain);
        return System.Text.Encoding.UTF8.GetString(plain);
    }
}
