using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary>The certification suite's clients send no PKCE in most modules. They are exempt by name, and nobody else is.</summary>
public sealed class LeavingPkceOut(TestCluster cluster) : IAsyncLifetime
{
    private static readonly (string, string?)[] WithoutChallenge = [("code_challenge", null), ("code_challenge_method", null)];

    private readonly HaboWorld _world = new(cluster)
    {
        Settings = new() { ["DigitalAccess:ConformanceClients:0"] = "exempt", ["DigitalAccess:ConformanceClients:1"] = "phone" },
    };

    public async ValueTask InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.App.Given.LicenceAsync(await _world.App.Given.OidcResourceAsync("exempt", "https://exempt.example/cb"));
        await _world.App.Given.LicenceAsync(await _world.App.Given.OidcResourceAsync("phone", "https://phone.example/cb", p => p.SecretHash = null));
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_client_that_is_named_gets_its_code_and_is_counted_at_each_sign_in()
    {
        using var browser = await _world.SignedInAsync();
        var client = new OidcClient(_world.App, "exempt", "https://exempt.example/cb");
        foreach (var _ in new[] { 1, 2 })
        {
            var code = await _world.CodeAsync(client, browser, [.. WithoutChallenge, ("state", null), ("nonce", null)]);
            Assert.Equal(200, (await client.RedeemAsync(code, ("code_verifier", null))).Status);
        }

        Assert.Equal(2, await _world.App.WithDbAsync(db => Task.FromResult(db.UsageEvents.Count())));
    }

    [Fact]
    public async Task A_verifier_for_a_code_that_was_bound_to_no_challenge_is_refused()
    {
        using var browser = await _world.SignedInAsync();
        var client = new OidcClient(_world.App, "exempt", "https://exempt.example/cb");
        var answer = await client.RedeemAsync(await _world.CodeAsync(client, browser, WithoutChallenge));
        Assert.NotEqual(200, answer.Status);
        Assert.Contains(answer.Error, new[] { "invalid_grant", "invalid_request" });
    }

    [Theory]
    [InlineData("kiosk", HaboWorld.Redirect)]
    [InlineData("phone", "https://phone.example/cb")]
    public async Task Nobody_else_may_and_an_app_without_a_secret_not_even_by_name(string id, string redirect)
    {
        using var browser = await _world.SignedInAsync();
        Assert.Equal("invalid_request", (await new OidcClient(_world.App, id, redirect).AuthorizeAsync(browser, WithoutChallenge)).Query["error"]);
    }
}
