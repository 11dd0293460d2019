using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary>Clients that publish their keys at an address of their own (jwks_uri; OpenID Connect Core 1.0, section 10.1.1).</summary>
public sealed class KeysAtAnAddress(KeyedByAddress world) : IClassFixture<KeyedByAddress>
{
    private const string Unreadable = "The keys at your jwks_uri could not be read: ";

    [Fact]
    public async Task A_key_at_the_address_opens_like_a_secret()
    {
        using var client = await world.ClientAsync();
        client.Publish("first");
        using var browser = await world.Habo.SignedInAsync();
        var answer = await client.RedeemAsync(await world.Habo.CodeAsync(client.Oidc, browser), client.Assertion("first"));
        Assert.Equal(200, answer.Status);
        Assert.Equal(client.Id, OidcClient.Payload(answer.IdToken).GetProperty("aud").GetString());
    }

    [Fact]
    public async Task A_key_that_is_not_at_the_address_opens_nothing()
    {
        using var client = await world.ClientAsync();
        client.Publish("first");
        Assert.Equal("invalid_client", (await client.TryAsync(client.Assertion("first", signedBy: "another"))).Error);

        // Written down beside the address, which is the only place that counts.
        Assert.Equal("invalid_client", (await client.TryAsync(client.Assertion("decoy"))).Error);
    }

    [Fact]
    public async Task Of_twenty_simultaneous_assertions_one_asks_for_the_keys()
    {
        using var client = await world.ClientAsync();
        client.Publish("first");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.TryAsync(client.Assertion("first"))));
        Assert.All(answers, answer => Assert.Equal("invalid_grant", answer.Error));
        Assert.Equal(1, client.Visits);
    }

    [Fact]
    public async Task A_client_changes_its_key_and_is_known_by_the_new_one_at_once()
    {
        using var client = await world.ClientAsync();
        client.Publish("first");
        Assert.Equal("invalid_grant", (await client.TryAsync(client.Assertion("first"))).Error);
        client.Publish("second");
        Assert.Equal("invalid_grant", (await client.TryAsync(client.Assertion("second"))).Error);
        Assert.Equal("invalid_client", (await client.TryAsync(client.Assertion("first"))).Error);
        Assert.Equal(2, client.Visits);
    }

    [Fact]
    public async Task However_many_unknown_keys_are_named_the_client_is_asked_once_a_minute()
    {
        using var client = await world.ClientAsync();
        client.Publish("first");
        Assert.Equal("invalid_grant", (await client.TryAsync(client.Assertion("first"))).Error);
        for (var minute = 1; minute <= 2; minute++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => client.TryAsync(client.Assertion($"random-{minute}-{i}", signedBy: "another"))));
            Assert.All(answers, answer => Assert.Equal("invalid_client", answer.Error));
            Assert.Contains("hold none with the 'kid'", answers[0].Description, StringComparison.Ordinal);
            Assert.Equal("invalid_grant", (await client.TryAsync(client.Assertion("first"))).Error);
            Assert.Equal(1 + minute, client.Visits);
            world.Habo.App.Clock.Advance(TimeSpan.FromSeconds(61));
        }
    }

    [Fact]
    public async Task A_key_that_was_taken_away_ends_when_the_answer_does()
    {
        using var client = await world.ClientAsync();
        client.Publish("first", "max-age=600");
        Assert.Equal("invalid_grant", (await client.TryAsync(client.Assertion("first"))).Error);
        client.Publish("second", "max-age=600");
        world.Habo.App.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal("invalid_grant", (await client.TryAsync(client.Assertion("first"))).Error);
        world.Habo.App.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("invalid_client", (await client.TryAsync(client.Assertion("first"))).Error);
    }

    [Fact]
    public async Task The_last_good_keys_serve_for_a_day_while_the_clients_server_is_down()
    {
        using var client = await world.ClientAsync();
        client.Publish("first");
        Assert.Equal("invalid_grant", (await client.TryAsync(client.Assertion("first"))).Error);
        client.Answer(StatusCodes.Status503ServiceUnavailable);
        world.Habo.App.Clock.Advance(TimeSpan.FromHours(24));
        for (var i = 0; i < 3; i++)
            Assert.Equal("invalid_grant", (await client.TryAsync(client.Assertion("first"))).Error);
        Assert.Equal(2, client.Visits);
        Assert.Contains(world.Habo.App.Logs.Ours, line => line.Contains($"client {client.Id}", StringComparison.Ordinal) && line.Contains("the answer was 503", StringComparison.Ordinal));

        world.Habo.App.Clock.Advance(TimeSpan.FromHours(1.1));
        var refused = await client.TryAsync(client.Assertion("first"));
        Assert.Equal(("invalid_client", Unreadable + "the answer was 503 instead of 200."), (refused.Error, refused.Description));
    }

    [Fact]
    public async Task A_server_that_fails_at_first_is_asked_again_after_a_minute()
    {
        using var client = await world.ClientAsync();
        client.Answer(StatusCodes.Status500InternalServerError);
        for (var i = 0; i < 5; i++)
            Assert.Equal(Unreadable + "the answer was 500 instead of 200.", (await client.TryAsync(client.Assertion("first"))).Description);
        Assert.Equal(1, client.Visits);
        client.Publish("first");
        world.Habo.App.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("invalid_grant", (await client.TryAsync(client.Assertion("first"))).Error);
    }

    [Fact]
    public async Task A_redirection_to_the_keys_is_not_followed()
    {
        using var client = await world.ClientAsync();
        world.Server.On("/elsewhere", client.Jwks("first"));
        client.Answer(http =>
        {
            http.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });
        Assert.Equal(Unreadable + "the answer was 302 instead of 200, and redirections are not followed.", (await client.TryAsync(client.Assertion("first"))).Description);
        Assert.Equal(0, world.Server.Visits("/elsewhere"));
    }

    [Theory]
    [InlineData("https://169.254.169.254/latest/meta-data", "the address leads to the local link")]
    [InlineData("https://localhost/jwks", "the address holds a name of an inner network")]
    [InlineData("http://127.0.0.1:9/jwks", "the address is plain http")]
    [InlineData("https://[64:ff9b::7f00:1]/jwks", "the address leads to this machine")]
    public async Task Keys_inside_are_not_asked_for(string address, string reason)
    {
        using var client = await world.ClientAsync();
        await world.MoveAsync(client, new Uri(address));
        var answer = await client.TryAsync(client.Assertion("first"));
        Assert.Equal(("invalid_client", $"{Unreadable}{reason}."), (answer.Error, answer.Description));
    }

    [Fact]
    public async Task An_answer_that_unpacks_to_more_than_a_key_set_is_cut()
    {
        using var client = await world.ClientAsync();
        client.Answer(async http =>
        {
            http.Response.Headers.ContentEncoding = "gzip";
            await using var packed = new GZipStream(http.Response.Body, CompressionLevel.SmallestSize);
            var blanks = System.Text.Encoding.ASCII.GetBytes(new string(' ', 1024 * 1024));
            for (var i = 0; i < 32; i++)
                await packed.WriteAsync(blanks, http.RequestAborted);
        });
        Assert.Equal(Unreadable + "the answer is longer than 64 KB.", (await client.TryAsync(client.Assertion("first"))).Description);
    }

    [Fact, Trait("Case", "OIDC-029")]
    public async Task Only_the_registered_address_is_asked_whatever_the_assertion_says()
    {
        using var client = await world.ClientAsync();
        client.Publish("first");
        foreach (var name in new[] { "jku", "x5u", "jwk" })
        {
            var evil = world.Server.On("/evil", client.Jwks("another"));
            var answer = await client.TryAsync(client.Assertion("first", signedBy: "another", with: assertion =>
                assertion.Header[name] = name == "jwk" ? client.Jwk("another", "first") : JsonValue.Create(evil.AbsoluteUri)));
            Assert.Equal("invalid_client", answer.Error);
        }

        Assert.Equal((1, 0), (client.Visits, world.Server.Visits("/evil")));
    }

    [Fact]
    public async Task Nobody_is_asked_for_an_assertion_that_is_refused_with_any_key()
    {
        using var client = await world.ClientAsync();
        client.Publish("first");
        foreach (var spoil in new Action<ClientAssertion>[]
        {
            a => a.Claims["aud"] = "https://someone-else.example/",
            a => a.Claims["sub"] = "kiosk",
            a => a.Claims.Remove("exp"),
            a => a.Claims["exp"] = world.Habo.App.Clock.GetUtcNow().AddMinutes(-10).ToUnixTimeSeconds(),
        })
            Assert.Equal("invalid_client", (await client.TryAsync(client.Assertion("first", with: spoil))).Error);
        Assert.Equal("invalid_client", (await client.TryAsync("no assertion")).Error);
        Assert.Equal(0, client.Visits);
    }

    [Fact]
    public async Task Nobody_is_asked_on_account_of_a_client_that_is_unknown_or_has_no_address()
    {
        using var client = await world.ClientAsync();
        client.Publish("first");
        await world.MoveAsync(client, null);
        Assert.Equal("invalid_client", (await client.TryAsync(client.Assertion("first"))).Error);
        Assert.Equal("invalid_grant", (await client.TryAsync(client.Assertion("decoy"))).Error);
        Assert.Equal("invalid_client", (await client.TryAsync(client.Assertion("first", with: a => (a.Claims["iss"], a.Claims["sub"]) = ("nobody", "nobody")))).Error);
        Assert.Equal(0, client.Visits);
        Assert.DoesNotContain(world.Server.AllVisits, path => path.Contains("nobody", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_that_moves_its_keys_is_asked_at_the_new_address()
    {
        using var client = await world.ClientAsync();
        client.Publish("first");
        Assert.Equal("invalid_grant", (await client.TryAsync(client.Assertion("first"))).Error);
        await world.MoveAsync(client, world.Server.On($"/{client.Id}/moved", client.Jwks("second")));
        Assert.Equal("invalid_client", (await client.TryAsync(client.Assertion("first"))).Error);
        Assert.Equal("invalid_grant", (await client.TryAsync(client.Assertion("second"))).Error);
    }

    [Fact]
    public async Task Of_very_many_clients_the_one_that_was_away_longest_is_asked_anew()
    {
        using var client = await world.ClientAsync();
        var address = world.Server.On("/many", client.Jwks("first"));
        var sets = world.Habo.App.Services.GetRequiredService<ClientKeySets>();
        for (var i = 0; i <= ClientKeySets.MostClients; i++)
            Assert.IsType<ClientKeySet.Known>(await sets.FindAsync($"many-{i}", address, "first", CancellationToken.None));
        var visits = world.Server.Visits("/many");
        Assert.Equal(ClientKeySets.MostClients + 1, visits);
        await sets.FindAsync($"many-{ClientKeySets.MostClients}", address, "first", CancellationToken.None);
        Assert.Equal(visits, world.Server.Visits("/many"));
        await sets.FindAsync("many-0", address, "first", CancellationToken.None);
        Assert.Equal(visits + 1, world.Server.Visits("/many"));
    }
}

/// <summary>Habo's stage, and a server where clients publish their keys.</summary>
public sealed class KeyedByAddress : IAsyncLifetime
{
    private readonly TestCluster _cluster;
    private int _clients;

    public KeyedByAddress(TestCluster cluster) => _cluster = cluster;

    internal HaboWorld Habo { get; private set; } = null!;
    internal ForeignServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await ForeignServer.StartAsync();
        Habo = new HaboWorld(_cluster)
        {
            Settings = new() { ["DigitalAccess:Outbound:Allow:0"] = Server.Place },
        };
        await Habo.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Habo.DisposeAsync();
        await Server.DisposeAsync();
    }

    /// <summary>A client of its own for each test. A key by the name of decoy is written down for it as well.</summary>
    internal async Task<AddressedClient> ClientAsync()
    {
        var client = new AddressedClient(this, $"addressed-{Interlocked.Increment(ref _clients)}");
        await Habo.App.Given.LicenceAsync(await Habo.App.Given.OidcResourceAsync(client.Id, client.Redirect,
            p => (p.Jwks, p.JwksUri) = (client.Jwks("decoy"), new Uri(Server.Address, client.Path).AbsoluteUri)));
        return client;
    }

    internal Task MoveAsync(AddressedClient client, Uri? address) => Habo.App.WithDbAsync(db => db.RelyingParties.Where(p => p.ClientId == client.Id)
        .ExecuteUpdateAsync(u => u.SetProperty(p => p.JwksUri, address == null ? null : address.AbsoluteUri)));
}

/// <summary>A client whose keys go by their kid.</summary>
internal sealed class AddressedClient(KeyedByAddress world, string id) : IDisposable
{
    private readonly ConcurrentDictionary<string, RSA> _keys = [];

    public string Id => id;
    public string Path => $"/{id}/jwks";
    public string Redirect => $"https://{id}.example/cb";
    public int Visits => world.Server.Visits(Path);
    public OidcClient Oidc { get; } = new(world.Habo.App, id, $"https://{id}.example/cb");

    public JsonObject Jwk(string key, string kid) => ClientAssertion.PublicJwk(Key(key), kid);

    public string Jwks(string key) => ClientAssertion.Jwks(Jwk(key, key));

    public void Publish(string key, string? cacheControl = null) => world.Server.On(Path, Jwks(key), cacheControl);

    public void Answer(RequestDelegate answer) => world.Server.On(Path, answer);

    public void Answer(int status) => Answer(http =>
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    public string Assertion(string kid, string? signedBy = null, Action<ClientAssertion>? with = null)
    {
        var assertion = new ClientAssertion(id, world.Habo.App.Origin.AbsoluteUri, world.Habo.App.Clock.GetUtcNow());
        assertion.Header["kid"] = kid;
        with?.Invoke(assertion);
        return assertion.SignedBy(Key(signedBy ?? kid));
    }

    /// <summary>With a code that nobody gave: invalid_grant means that the client was known. Each time from another machine.</summary>
    public Task<TokenAnswer> TryAsync(string assertion) => RedeemAsync(new OidcClient(world.Habo.App, id, Redirect), "x", assertion);

    public Task<TokenAnswer> RedeemAsync(string code, string assertion) => RedeemAsync(Oidc, code, assertion);

    public void Dispose()
    {
        foreach (var key in _keys.Values)
            key.Dispose();
    }

    private static Task<TokenAnswer> RedeemAsync(OidcClient client, string code, string assertion) =>
        client.RedeemAsync(code, ("client_id", null), ("client_secret", null), ("client_assertion_type", ClientAssertion.Type), ("client_assertion", assertion));

    private RSA Key(string name) => _keys.GetOrAdd(name, _ => RSA.Create(2048));
}
