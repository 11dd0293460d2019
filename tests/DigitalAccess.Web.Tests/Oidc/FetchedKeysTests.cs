using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Oidc;

public sealed class FetchedKeysTests
{
    [Theory]
    [InlineData(null, 60)]
    [InlineData("public", 60)]
    [InlineData("max-age=600", 10)]
    [InlineData("max-age=0", 5)]
    [InlineData("max-age=1", 5)]
    [InlineData("no-store", 5)]
    [InlineData("no-cache, max-age=7200", 5)]
    [InlineData("max-age=86400", 1440)]
    [InlineData("max-age=31536000, immutable", 1440)]
    public void Keys_are_kept_as_long_as_their_server_says_within_bounds(string? said, int minutes) =>
        Assert.Equal(minutes, FetchedKeys.FreshFor(said is null ? null : CacheControlHeaderValue.Parse(said)).TotalMinutes);

    [Fact]
    public void Keys_for_other_purposes_are_passed_over()
    {
        using var rsa = RSA.Create(2048);
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (signing, encryption, named, unknown, other) = (Jwk(rsa, "sig"), Jwk(rsa, "enc"), Jwk(ec, "ec"), Jwk(rsa, "hash"), new JsonObject { ["kty"] = "OKP", ["crv"] = "Ed25519", ["x"] = "AA", ["kid"] = "okp" });
        encryption["use"] = "enc";
        named["alg"] = "ES256";
        unknown["alg"] = "RSA-OAEP-256";
        var (keys, fault) = Read(ClientAssertion.Jwks(signing, encryption, named, unknown, other));
        Assert.Null(fault);
        Assert.Equal(["sig", "ec"], keys!);
    }

    [Fact]
    public void A_certificate_beside_a_key_does_not_count()
    {
        using var rsa = RSA.Create(2048);
        var key = Jwk(rsa, "first");
        key["x5c"] = new JsonArray("MIIB");
        Assert.Empty(Assert.Single(FetchedKeys.Read(Encoding.UTF8.GetBytes(ClientAssertion.Jwks(key))).Keys!.Keys).X5c);
    }

    [Fact]
    public void A_set_that_publishes_a_private_key_is_refused_as_a_whole()
    {
        using var rsa = RSA.Create(2048);
        foreach (var (name, value) in new[] { ("d", "AQAB"), ("k", "AQAB") })
        {
            var lost = Jwk(rsa, "lost");
            (lost["use"], lost[name]) = ("enc", value);
            lost["kty"] = name == "k" ? "oct" : "RSA";
            foreach (var part in name == "d" ? new[] { "p", "q", "dp", "dq", "qi" } : [])
                lost[part] = "AQAB";
            Assert.Contains("private or shared key", Read(ClientAssertion.Jwks(Jwk(rsa, "good"), lost)).Fault, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_key_that_is_too_small_is_refused()
    {
        using var small = RSA.Create(1024);
        Assert.Contains("1024 bits", Read(ClientAssertion.Jwks(Jwk(small, "small"))).Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("<html>secret</html>")]
    [InlineData("{\"keys\": 1}")]
    [InlineData("{\"keys\": [1]}")]
    [InlineData("{\"keys\": []}")]
    [InlineData("{\"other\": []}")]
    [InlineData("{\"keys\": [{\"kty\": \"RSA\", \"n\": \"!!\", \"e\": \"AQAB\"}]}")]
    [InlineData("{\"keys\": [{\"kty\": \"RSA\"}]}")]
    [InlineData("{\"keys\": [{\"kty\": 7}]}")]
    [InlineData("{\"keys\": [{\"kty\": \"EC\", \"crv\": \"P-256\"}]}")]
    [InlineData("{\"keys\": [{}]}")]
    public void What_holds_no_usable_key_is_refused_without_repeating_it(string body)
    {
        var (keys, fault) = Read(body);
        Assert.Null(keys);
        Assert.DoesNotContain("secret", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("\"", fault, StringComparison.Ordinal);
        Assert.NotNull(ClientKeys.Check(body));
    }

    [Fact]
    public void What_is_nested_without_end_and_what_is_no_text_is_refused()
    {
        Assert.NotNull(Read(new string('[', 50_000)).Fault);
        Assert.NotNull(Read("{\"keys\":" + new string('[', 30_000) + new string(']', 30_000) + "}").Fault);
        Assert.NotNull(FetchedKeys.Read([0xff, 0xfe, 0x00]).Fault);
    }

    private static JsonObject Jwk(RSA key, string kid) => ClientAssertion.PublicJwk(key, kid);

    private static JsonObject Jwk(ECDsa key, string kid) => ClientAssertion.PublicJwk(key, kid);

    private static (string[]? Kids, string? Fault) Read(string body)
    {
        var (keys, fault) = FetchedKeys.Read(Encoding.UTF8.GetBytes(body));
        return (keys?.Keys.Select(key => key.KeyId).ToArray(), fault);
    }
}
