using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary>Public clients: apps that can keep no secret, tied to their code by PKCE alone (RFC 8252, RFC 9700 section 2.1.1).</summary>
public sealed class AppsWithoutASecret(HaboWorld world) : IClassFixture<HaboWorld>, IAsyncLifetime
{
    private const string Redirect = "https://phone.example/cb";
    private OidcClient _phone = null!;

    public async ValueTask InitializeAsync()
    {
        var id = $"phone-{Guid.NewGuid():N}";
        var resource = await world.App.Given.OidcResourceAsync(id, Redirect, p =>
        {
            p.SecretHash = null;
            p.Grants = [Web.Oidc.GrantType.AuthorizationCode, Web.Oidc.GrantType.RefreshToken];
        });
        await world.App.Given.LicenceAsync(resource, world.Habo);
        _phone = new OidcClient(world.App, id, Redirect);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_app_signs_in_and_renews_by_its_id_alone()
    {
        using var browser = await world.SignedInAsync();
        var token = await _phone.RedeemAsync(await world.CodeAsync(_phone, browser, ("scope", "openid offline_access")), ("client_secret", null));
        Assert.Equal(200, token.Status);
        var renewed = await RefreshAsync(token.RefreshToken!);
        Assert.Equal(200, renewed.Status);

        Assert.Equal("invalid_grant", (await RefreshAsync(token.RefreshToken!)).Error);
        Assert.Equal("invalid_grant", (await RefreshAsync(renewed.RefreshToken!)).Error);
    }

    [Fact]
    public async Task Without_PKCE_there_is_no_code()
    {
        using var browser = await world.SignedInAsync();
        var answer = await _phone.AuthorizeAsync(browser, ("code_challenge", null), ("code_challenge_method", null));
        Assert.Equal("invalid_request", answer.Query["error"]);
    }

    [Fact]
    public async Task A_client_with_a_secret_cannot_leave_it_out_and_an_app_has_none_to_show()
    {
        using var browser = await world.SignedInAsync();
        var kiosk = world.Client;
        Assert.Equal("invalid_client", (await kiosk.RedeemAsync(await world.CodeAsync(kiosk, browser), ("client_secret", null))).Error);
        Assert.Equal("invalid_client", (await _phone.RedeemAsync(await world.CodeAsync(_phone, browser), ("client_secret", "anything"))).Error);
    }

    private Task<TokenAnswer> RefreshAsync(string token) =>
        _phone.TokenAsync(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = token, ["client_id"] = _phone.ClientId });
}
