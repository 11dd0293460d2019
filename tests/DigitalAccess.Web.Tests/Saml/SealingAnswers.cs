using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using DigitalAccess.Web.Saml;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Saml;

/// <summary>What is signed and what is encrypted, as each vendor's registration and metadata have it.</summary>
public sealed class SealingAnswers(SamlWorld world) : IClassFixture<SamlWorld>
{
    [Fact]
    public async Task An_assertion_is_encrypted_to_a_vendor_that_has_a_key_for_it()
    {
        var party = await world.PartyAsync(new SamlParty(world.App, "sealed") { TakesEncrypted = true });
        using var browser = await world.Habo.SignedInAsync();
        var answer = await world.SignInAsync(browser, party);
        Assert.True(answer.IsSuccess);
        Assert.Empty(answer.Nodes("//a:Assertion"));
        Assert.Single(answer.Nodes("//a:EncryptedAssertion"));
        Assert.True(SamlParty.Verifies(answer.Document, answer.Document.DocumentElement!, await world.CertificatesAsync()));

        var assertion = new SamlAnswer(Open(answer), null, "");
        Assert.Equal(party.EntityId, assertion.One("//a:Audience"));
        Assert.True(SamlParty.Verifies(assertion.Document, assertion.Document.DocumentElement!, await world.CertificatesAsync()));
    }

    [Fact]
    public async Task A_vendor_can_be_left_unsealed_though_it_has_a_key()
    {
        var party = await world.PartyAsync(new SamlParty(world.App, "unsealed") { TakesEncrypted = true }, p => p.Encryption = EncryptionRule.Never);
        using var browser = await world.Habo.SignedInAsync();
        Assert.Single((await world.SignInAsync(browser, party)).Nodes("//a:Assertion"));
    }

    [Fact]
    public async Task A_vendor_that_must_be_sealed_and_has_no_key_gets_nothing()
    {
        var party = await world.PartyAsync(new SamlParty(world.App, "keyless"), p => p.Encryption = EncryptionRule.Always);
        using var browser = await world.Habo.SignedInAsync();
        var page = await browser.GetAsync(SamlParty.Redirect(party.Sso(), party.Request(SamlParty.NewId())));
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.DoesNotContain("SAMLResponse", page.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Response_and_assertion_are_signed_as_the_registration_says(bool response, bool assertion)
    {
        var party = await world.PartyAsync(new SamlParty(world.App, $"signs-{response}-{assertion}".ToLowerInvariant()), p => (p.SignsResponse, p.SignsAssertion) = (response, assertion));
        using var browser = await world.Habo.SignedInAsync();
        var answer = await world.SignInAsync(browser, party);
        Assert.Equal((response ? 1 : 0, assertion ? 1 : 0), (answer.Nodes("/p:Response/ds:Signature").Count, answer.Nodes("/p:Response/a:Assertion/ds:Signature").Count));
    }

    /// <summary>XML Encryption 1.1 with .NET's own primitives.</summary>
    private static string Open(SamlAnswer answer)
    {
        using var rsa = SamlParty.Certificate.GetRSAPrivateKey()!;
        var key = rsa.Decrypt(Convert.FromBase64String(answer.One("//xenc:EncryptedKey//xenc:CipherValue")), RSAEncryptionPadding.OaepSHA1);
        var text = Convert.FromBase64String(answer.One("//xenc:EncryptedData/xenc:CipherData/xenc:CipherValue"));
        var plain = new byte[text.Length - 28];
        using var aes = new AesGcm(key, 16);
        aes.Decrypt(text.AsSpan(0, 12), text.AsSpan(12, plain.Length), text.AsSpan(12 + plain.Length), plain);
        return Encoding.UTF8.GetString(plain);
    }
}
