using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary>Keys change while patrons sign in, on nodes that nobody restarts, for clients that keep what they once fetched.</summary>
public sealed class ChangingKeys(TestCluster cluster)
{
    private static readonly Dictionary<string, string?> LooksOften = new() { ["DigitalAccess:SigningKeys:LookEvery"] = "00:00:00.1" };

    [Fact]
    public async Task A_year_of_changes_fails_no_signature_of_a_client_that_fetches_keys_only_when_it_meets_a_new_one()
    {
        await using var world = new HaboWorld(cluster) { Settings = LooksOften };
        await world.InitializeAsync();
        await using var second = await BrokerApp.StartAsync(world.App.ConnectionString, new(LooksOften) { ["DigitalAccess:Origin"] = world.App.Origin.AbsoluteUri.TrimEnd('/') }, clock: world.App.Clock);
        var known = await FetchAsync(world.App);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var week = 0; week < 52; week++)
        {
            await RotateAsync(world.App);
            await UntilPublishedAsync(world.App);
            await UntilPublishedAsync(second);
            using var browser = await world.SignedInAsync();
            var client = world.Client;
            var token = (await client.RedeemAsync(await world.CodeAsync(client, browser))).IdToken;
            var kid = OidcClient.Header(token).GetProperty("kid").GetString()!;
            if (!known.ContainsKey(kid))
            {
                // Whichever node the client asks, it finds the key that signed.
                known = await FetchAsync(second);
                Assert.Contains(kid, (await FetchAsync(world.App)).Keys);
            }

            Assert.True(Verifies(token, known[kid]), $"week {week}");
            Assert.Equal(200, (await client.UserInfoAsync((await client.RedeemAsync(await world.CodeAsync(client, browser))).AccessToken)).Status);
            seen.Add(kid);
            world.App.Clock.Advance(TimeSpan.FromDays(7));
        }

        Assert.Equal(4, seen.Count);
        Assert.InRange((await FetchAsync(world.App)).Count, 2, 4);
    }

    [Fact]
    public async Task After_a_theft_new_keys_sign_within_five_minutes_and_nothing_old_counts()
    {
        await using var world = new HaboWorld(cluster) { Settings = LooksOften };
        await world.InitializeAsync();
        using var browser = await world.SignedInAsync();
        var client = world.Client;
        var old = await client.RedeemAsync(await world.CodeAsync(client, browser));
        var oldKid = OidcClient.Header(old.IdToken).GetProperty("kid").GetString()!;

        await world.App.WithAsync<SigningKeyMaker, DateTimeOffset>(m => m.ReplaceAllAsync(CancellationToken.None));
        await UntilPublishedAsync(world.App);
        Assert.Equal(4, (await FetchAsync(world.App)).Count);
        var meanwhile = await client.RedeemAsync(await world.CodeAsync(client, browser));
        Assert.Equal(oldKid, OidcClient.Header(meanwhile.IdToken).GetProperty("kid").GetString());

        world.App.Clock.Advance(TimeSpan.FromMinutes(4));
        await UntilPublishedAsync(world.App);
        var fresh = await client.RedeemAsync(await world.CodeAsync(client, browser));
        var keys = await FetchAsync(world.App);
        Assert.Equal(2, keys.Count);
        Assert.DoesNotContain(oldKid, keys.Keys);
        Assert.True(Verifies(fresh.IdToken, keys[OidcClient.Header(fresh.IdToken).GetProperty("kid").GetString()!]));
        Assert.Equal(401, (await client.UserInfoAsync(meanwhile.AccessToken)).Status);
        Assert.Equal(200, (await client.UserInfoAsync(fresh.AccessToken)).Status);
        var signOut = await browser.GetAsync($"/connect/logout?id_token_hint={meanwhile.IdToken}");
        Assert.Equal("Do you want to sign out?", signOut.Heading);
    }

    private static Task<bool> RotateAsync(BrokerApp app) => app.WithAsync<SigningKeyMaker, bool>(async m =>
    {
        await m.RotateAsync(CancellationToken.None);
        return true;
    });

    /// <summary>Until the node has looked: it then publishes what the rules make of the rows.</summary>
    private static async Task UntilPublishedAsync(BrokerApp app)
    {
        for (var i = 0; ; i++)
        {
            var now = app.Clock.GetUtcNow();
            var rows = await app.WithDbAsync(db => db.OidcSigningKeys.AsNoTracking().ToListAsync());
            var expected = rows.GroupBy(k => k.Algorithm).SelectMany(g => SigningKeyRules.Published([.. g], now, new SigningKeyOptions())).Select(k => k.KeyId);
            if ((await FetchAsync(app)).Keys.ToHashSet(StringComparer.Ordinal).SetEquals(expected))
                return;
            Assert.True(i < 200, "the node did not look at the keys");
            await Task.Delay(50);
        }
    }

    private static async Task<Dictionary<string, JsonElement>> FetchAsync(BrokerApp app)
    {
        using var http = new HttpClient();
        var document = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync(new Uri(app.Origin, "/.well-known/jwks")));
        return document.GetProperty("keys").EnumerateArray().ToDictionary(k => k.GetProperty("kid").GetString()!, StringComparer.Ordinal);
    }

    /// <summary>RFC 7515, section 5.2, for the two algorithms that we offer.</summary>
    private static bool Verifies(string jwt, JsonElement key)
    {
        var parts = jwt.Split('.');
        var (input, signature) = (Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]));
        if (key.GetProperty("kty").GetString() == "RSA")
        {
            using var rsa = RSA.Create(new RSAParameters { Modulus = Part(key, "n"), Exponent = Part(key, "e") });
            return rsa.VerifyData(input, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }

        using var ec = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Part(key, "x"), Y = Part(key, "y") } });
        return ec.VerifyData(input, signature, HashAlgorithmName.SHA256);
    }

    private static byte[] Part(JsonElement key, string name) => Base64Url.DecodeFromChars(key.GetProperty(name).GetString());
}
