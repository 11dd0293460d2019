using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary>Client credentials, and the APIs that ask what a token is worth (RFC 6749, section 4.4; RFC 7662).</summary>
public sealed class SpeakingForThemselves(HaboWorld world) : IClassFixture<HaboWorld>, IAsyncLifetime
{
    private OidcClient _service = null!;
    private OidcClient _api = null!;

    public async ValueTask InitializeAsync()
    {
        var (service, api) = ($"service-{Guid.NewGuid():N}", $"api-{Guid.NewGuid():N}");
        await world.App.Given.RelyingPartyAsync(service, "https://service.example/", p => (p.Grants, p.Scopes, p.RedirectUris) = ([GrantType.ClientCredentials], [$"{api}.read", $"{api}.write"], []));
        await world.App.Given.RelyingPartyAsync(api, "https://api.example/", p => (p.Grants, p.Guards, p.RedirectUris) = ([GrantType.ClientCredentials], [$"{api}.read", $"{api}.write"], []));
        (_service, _api) = (new OidcClient(world.App, service, "https://service.example/"), new OidcClient(world.App, api, "https://api.example/"));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_service_gets_its_scopes_for_the_API_that_guards_them_and_nothing_else()
    {
        var answer = await TokenAsync(_service, $"{_api.ClientId}.read");
        Assert.Equal(200, answer.Status);
        var claims = OidcClient.Payload(answer.AccessToken);
        Assert.Equal((_service.ClientId, _api.ClientId, $"{_api.ClientId}.read"),
            (claims.GetProperty("sub").GetString(), claims.GetProperty("aud").GetString(), claims.GetProperty("scope").GetString()));
        Assert.Null(answer.RefreshToken);
        Assert.False(answer.Body.TryGetProperty("id_token", out _));
        Assert.Equal("invalid_scope", (await TokenAsync(_service, "openid")).Error);
        Assert.Equal("invalid_scope", (await TokenAsync(_service, "somebody.elses")).Error);
        Assert.Equal(200, (await TokenAsync(_service, null)).Status);
    }

    [Fact]
    public async Task A_client_that_signs_patrons_in_cannot_and_one_that_speaks_for_itself_signs_nobody_in()
    {
        Assert.Equal("unauthorized_client", (await TokenAsync(world.Client, null)).Error);
        using var browser = await world.SignedInAsync();
        var answer = await _service.AuthorizeAsync(browser, ("redirect_uri", "https://service.example/"));
        Assert.Null(answer.Location);
    }

    [Fact]
    public async Task The_API_learns_what_a_token_is_worth_and_nobody_else_does()
    {
        var token = (await TokenAsync(_service, $"{_api.ClientId}.read")).AccessToken;
        var answer = await _api.PostAsync("/connect/introspect", ("token", token));
        Assert.True(answer.Body.GetProperty("active").GetBoolean());
        Assert.Equal($"{_api.ClientId}.read", answer.Body.GetProperty("scope").GetString());

        Assert.NotEqual(200, (await _service.PostAsync("/connect/introspect", ("token", token))).Status);
        Assert.NotEqual(200, (await world.Client.PostAsync("/connect/introspect", ("token", token))).Status);

        Assert.Equal(401, (await _service.UserInfoAsync(token)).Status);

        world.App.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.False((await _api.PostAsync("/connect/introspect", ("token", token))).Body.GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task A_patrons_token_is_none_of_an_APIs_business()
    {
        using var browser = await world.SignedInAsync();
        var client = world.Client;
        var token = (await client.RedeemAsync(await world.CodeAsync(client, browser))).AccessToken;
        Assert.False((await _api.PostAsync("/connect/introspect", ("token", token))).Body.GetProperty("active").GetBoolean());
    }

    private static Task<TokenAnswer> TokenAsync(OidcClient client, string? scope) =>
        client.PostAsync("/connect/token", scope is null ? [("grant_type", "client_credentials")] : [("grant_type", "client_credentials"), ("scope", scope)]);
}
