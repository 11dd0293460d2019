using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using DigitalAccess.Saml2.Bindings;
using DigitalAccess.Saml2.Tests.Support;

namespace DigitalAccess.Saml2.Tests.Bindings;

/// <summary>SAML Bindings 3.4.4.1: what we send in an address is read and verified by whoever follows the clause.</summary>
public sealed class SendingByRedirect
{
    private const string Location = "https://sp.example.org/slo";

    [Theory]
    [InlineData("RSA-2048", true, "state of things & <more>", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256")]
    [InlineData("RSA-3072", false, "å\U0001F4DA", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256")]
    [InlineData("P-256", true, null, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256")]
    [InlineData("P-256", false, "", "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256")]
    public void The_text_of_the_query_is_signed_in_the_order_of_the_clause(string kind, bool isRequest, string? relayState, string algorithm)
    {
        using var key = Keys.Signing(kind);
        var message = isRequest ? Answers.LogoutRequest(null) : Answers.LogoutResponse(null);
        var address = RedirectAddress.Of(Location, isRequest, message, relayState, key);
        Assert.StartsWith($"{Location}?SAML{(isRequest ? "Request" : "Response")}=", address, StringComparison.Ordinal);
        Assert.Matches("^[A-Za-z0-9:/?&=%._~-]+$", address);

        var (signed, signature) = address[(Location.Length + 1)..].Split("&Signature=") is [var text, var value] ? (text, Convert.FromBase64String(Uri.UnescapeDataString(value))) : default;
        var parameters = signed!.Split('&').Select(p => p.Split('=')).ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1]));
        string[] expected = relayState is null ? [isRequest ? "SAMLRequest" : "SAMLResponse", "SigAlg"] : [isRequest ? "SAMLRequest" : "SAMLResponse", "RelayState", "SigAlg"];
        Assert.Equal(expected, parameters.Keys);
        Assert.Equal((relayState, algorithm), (parameters.GetValueOrDefault("RelayState"), parameters["SigAlg"]));
        Assert.Equal(message.ToArray(), Inflated(parameters.First().Value));
        var certificate = Keys.Of(key).Certificate;
        Assert.True(certificate.GetRSAPublicKey() is { } rsa
            ? rsa.VerifyData(Encoding.ASCII.GetBytes(signed), signature!, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : certificate.GetECDsaPublicKey()!.VerifyData(Encoding.ASCII.GetBytes(signed), signature!, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    [Theory]
    [InlineData("https://sp.example.org/slo?a=1", "https://sp.example.org/slo?a=1&SAMLRequest=")]
    [InlineData("https://sp.example.org/slo?", "https://sp.example.org/slo?&SAMLRequest=")]
    [InlineData("http://localhost:8080/slo", "http://localhost:8080/slo?SAMLRequest=")]
    public void An_address_keeps_its_own_query(string location, string start)
    {
        using var key = Keys.Signing("RSA-2048");
        Assert.StartsWith(start, RedirectAddress.Of(location, true, Answers.LogoutRequest(null), null, key), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,evil")]
    [InlineData("//sp.example.org/slo")]
    [InlineData("http://sp.example.org/slo")]
    [InlineData("/slo")]
    [InlineData("https://sp.example.org/slo#evil")]
    [InlineData("https://user@sp.example.org/slo")]
    [InlineData("")]
    public void Nobody_is_sent_to_what_is_no_address_of_the_web(string location)
    {
        using var key = Keys.Signing("RSA-2048");
        Expect.Refused(SamlFaultKind.Metadata, () => RedirectAddress.Of(location, true, Answers.LogoutRequest(null), null, key), "javascript");
    }

    [Fact]
    public void What_we_send_we_would_read()
    {
        using var key = Keys.Signing("RSA-2048");
        var query = RedirectAddress.Of(Location, false, Answers.LogoutResponse(null), "state", key).Split('?')[1];
        var message = RedirectBinding.Read(query);
        Assert.Equal(("LogoutResponse", "state", Answers.Header), (message.Name, message.RelayState, message.Header));
        Assert.True(message.IsSignedByOneOf([Keys.Ours.Verification]));
        Assert.False(message.IsSignedByOneOf([Keys.Stranger.Verification]));
    }

    private static byte[] Inflated(string base64)
    {
        using var plain = new MemoryStream();
        using var inflating = new DeflateStream(new MemoryStream(Convert.FromBase64String(base64)), CompressionMode.Decompress);
        inflating.CopyTo(plain);
        return plain.ToArray();
    }
}
