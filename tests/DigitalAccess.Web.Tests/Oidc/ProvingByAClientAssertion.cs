using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary>Clients that hold a key instead of a secret (private_key_jwt; OpenID Connect Core 1.0, section 9; RFC 7523).</summary>
public sealed class ProvingByAClientAssertion(KeyedClient world) : IClassFixture<KeyedClient>
{
    public static TheoryData<string, string> Keys => new() { { "RS256", "first" }, { "PS256", "first" }, { "ES256", "second" } };

    public static TheoryData<string> Faults => [.. Broken.Keys];

    private static readonly Dictionary<string, Action<ClientAssertion, DateTimeOffset>> Broken = new()
    {
        ["another issuer"] = (a, _) => a.Claims["iss"] = "kiosk",
        ["another subject"] = (a, _) => a.Claims["sub"] = "kiosk",
        ["no subject"] = (a, _) => a.Claims.Remove("sub"),
        ["made for someone else"] = (a, _) => a.Claims["aud"] = "https://someone-else.example/",
        ["made for no one"] = (a, _) => a.Claims.Remove("aud"),
        ["expired"] = (a, now) => a.Claims["exp"] = now.AddMinutes(-10).ToUnixTimeSeconds(),
        ["never expires"] = (a, _) => a.Claims.Remove("exp"),
        ["lives for a day"] = (a, now) => a.Claims["exp"] = now.AddDays(1).ToUnixTimeSeconds(),
        ["not valid yet"] = (a, now) => a.Claims["nbf"] = now.AddMinutes(20).ToUnixTimeSeconds(),
        ["no id"] = (a, _) => a.Claims.Remove("jti"),
        ["made for the token endpoint, as before RFC 10070"] = (a, _) => a.Claims["aud"] += "connect/token",
        ["made for two"] = (a, _) => a.Claims["aud"] = new JsonArray((string)a.Claims["aud"]!, "https://someone-else.example/"),
        ["another kind of token"] = (a, _) => a.Header["typ"] = "at+jwt",
    };

    [Theory, MemberData(nameof(Keys))]
    public async Task A_key_that_is_registered_opens_like_a_secret(string algorithm, string kid)
    {
        using var browser = await world.Habo.SignedInAsync();
        var client = world.Client;
        var code = await world.Habo.CodeAsync(client, browser);
        var assertion = world.Assertion();
        (assertion.Header["alg"], assertion.Header["kid"]) = (algorithm, kid);
        var answer = await world.RedeemAsync(client, code, kid == "second" ? assertion.SignedBy(world.Ec) : assertion.SignedBy(world.Rsa));
        Assert.Equal(200, answer.Status);
        Assert.Equal("keyed", OidcClient.Payload(answer.IdToken).GetProperty("aud").GetString());
    }

    [Theory]
    [InlineData("client-authentication+jwt")]
    [InlineData("JWT")]
    [InlineData(null)]
    public async Task The_old_type_and_no_type_are_accepted_beside_the_new(string? type)
    {
        var assertion = world.Assertion();
        assertion.Header["typ"] = type;
        if (type is null)
            assertion.Header.Remove("typ");
        using var browser = await world.Habo.SignedInAsync();
        var client = world.Client;
        Assert.Equal(200, (await world.RedeemAsync(client, await world.Habo.CodeAsync(client, browser), assertion.SignedBy(world.Rsa))).Status);
    }

    [Fact, Trait("Case", "OIDC-031")]
    public async Task An_assertion_that_was_used_is_refused()
    {
        var assertion = world.Assertion().SignedBy(world.Rsa);
        Assert.Equal("invalid_grant", (await world.RedeemAsync(world.Client, "x", assertion)).Error);
        Assert.Equal("invalid_client", (await world.RedeemAsync(world.Client, "x", assertion)).Error);
        world.Habo.App.Clock.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal("invalid_client", (await world.RedeemAsync(world.Client, "x", assertion)).Error);

        Assert.Equal("invalid_grant", (await world.RedeemAsync(world.Client, "x", world.Assertion().SignedBy(world.Rsa))).Error);
    }

    [Fact, Trait("Case", "OIDC-031")]
    public async Task Of_twenty_simultaneous_uses_one_counts()
    {
        var assertion = world.Assertion().SignedBy(world.Rsa);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.RedeemAsync(world.Client, "x", assertion)));
        Assert.Single(answers, a => a.Error == "invalid_grant");
        Assert.Equal(19, answers.Count(a => a.Error == "invalid_client"));
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task An_assertion_with_one_fault_is_refused(string fault)
    {
        var assertion = world.Assertion();
        Broken[fault](assertion, world.Habo.App.Clock.GetUtcNow());
        Assert.Equal("invalid_client", (await world.RedeemAsync(world.Client, "x", assertion.SignedBy(world.Rsa))).Error);
    }

    [Fact, Trait("Case", "OIDC-029")]
    public async Task An_assertion_that_brings_its_own_key_is_refused_and_nobody_is_asked_for_it()
    {
        using var watch = new OutboundWatch();
        await watch.AssertAwakeAsync();
        using var attackers = RSA.Create(2048);
        foreach (var name in new[] { "jku", "x5u", "jwk" })
        {
            var assertion = world.Assertion();
            assertion.Header[name] = name == "jwk" ? ClientAssertion.PublicJwk(attackers, "first") : JsonValue.Create("https://evil.example/jwks");
            Assert.Equal("invalid_client", (await world.RedeemAsync(world.Client, "x", assertion.SignedBy(attackers))).Error);
        }

        Assert.False(watch.Saw("evil.example"));
    }

    [Fact]
    public async Task Neither_an_unsigned_assertion_nor_the_public_key_as_a_shared_secret_gets_in()
    {
        var unsigned = world.Assertion();
        unsigned.Header["alg"] = "none";
        Assert.Equal("invalid_client", (await world.RedeemAsync(world.Client, "x", unsigned.With(_ => []))).Error);

        var shared = world.Assertion();
        shared.Header["alg"] = "HS256";
        foreach (var secret in new[] { world.Rsa.ExportSubjectPublicKeyInfo(), System.Text.Encoding.ASCII.GetBytes(world.Rsa.ExportSubjectPublicKeyInfoPem()) })
            Assert.Equal("invalid_client", (await world.RedeemAsync(world.Client, "x", shared.With(bytes => HMACSHA256.HashData(secret, bytes)))).Error);
    }

    [Fact]
    public async Task A_client_proves_itself_in_its_own_way_and_no_other()
    {
        Assert.Equal("invalid_client", (await world.Client.RedeemAsync("x")).Error);

        var kiosks = new ClientAssertion("kiosk", world.Habo.App.Origin.AbsoluteUri, world.Habo.App.Clock.GetUtcNow()).SignedBy(world.Rsa);
        Assert.Equal("invalid_client", (await world.RedeemAsync(world.Habo.Client, "x", kiosks)).Error);
    }
}

/// <summary>Habo's stage with one more client, that holds an RSA and an EC key.</summary>
public sealed class KeyedClient(TestCluster cluster) : IAsyncLifetime
{
    private const string Redirect = "https://keyed.example/cb";

    internal HaboWorld Habo { get; } = new(cluster);
    internal RSA Rsa { get; } = RSA.Create(2048);
    internal ECDsa Ec { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    internal OidcClient Client => new(Habo.App, "keyed", Redirect);

    public async ValueTask InitializeAsync()
    {
        await Habo.InitializeAsync();
        var jwks = ClientAssertion.Jwks(ClientAssertion.PublicJwk(Rsa, "first"), ClientAssertion.PublicJwk(Ec, "second"));
        await Habo.App.Given.LicenceAsync(await Habo.App.Given.OidcResourceAsync("keyed", Redirect, p => p.Jwks = jwks));
    }

    public async ValueTask DisposeAsync()
    {
        await Habo.DisposeAsync();
        Rsa.Dispose();
        Ec.Dispose();
    }

    internal ClientAssertion Assertion() => new("keyed", Habo.App.Origin.AbsoluteUri, Habo.App.Clock.GetUtcNow());

    internal Task<TokenAnswer> RedeemAsync(OidcClient client, string code, string assertion) =>
        client.RedeemAsync(code, ("client_secret", null), ("client_assertion_type", ClientAssertion.Type), ("client_assertion", assertion));
}
