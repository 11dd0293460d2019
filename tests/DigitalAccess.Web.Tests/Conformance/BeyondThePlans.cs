using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Conformance;

/// <summary>What no plan of the Foundation's asks for here, by the same client that is not ours.</summary>
public sealed class BeyondThePlans(ConformanceWorld world) : IClassFixture<ConformanceWorld>
{
    [Fact]
    public async Task A_client_with_a_key_of_its_own_signs_its_patron_in()
    {
        using var keyed = new Party(world, "keyed", "query") { Auth = "private_key_jwt", Pkce = true };
        var jwks = (await keyed.AskAsync("makeKey", new { })).GetRawText();
        await world.AddClientAsync("keyed", party => party.Jwks = jwks);
        Assert.Equal("keyed", (await keyed.SignInAsync()).Claims.GetProperty("aud").GetString());
    }

    [Fact]
    public async Task A_client_without_a_secret_signs_its_patron_in()
    {
        await world.AddClientAsync("app", party => party.SecretHash = null);
        using var app = new Party(world, "app", "query") { Auth = "none", Pkce = true };
        Assert.Equal("app", (await app.SignInAsync()).Claims.GetProperty("aud").GetString());
    }

    [Fact]
    public async Task A_pushed_request_asks_what_its_parameters_ask()
    {
        using var party = new Party(world, "conformance-1", "query") { Pushes = true };
        var first = await party.SignInAsync(("ui_locales", "sv"));
        Assert.Equal((1, "sv"), (first.Visit.Logins, first.Visit.Language));
        Assert.Equal(["client_id", "request_uri"], first.Visit.Request.Parameters.Keys.Order());
        var second = await party.SignInAsync(("id_token_hint", first.IdToken), ("prompt", "none"));
        Assert.Equal((0, first.Subject), (second.Visit.Logins, second.Subject));
    }

    [Theory]
    [InlineData("display", "cinema", "invalid_request")]
    [InlineData("claims", "{", "invalid_request")]
    [InlineData("id_token_hint", "x", "invalid_request")]
    [InlineData("claims", """{"id_token":{"acr":{"essential":true,"value":"urn:gold"}}}""", "unmet_authentication_requirements")]
    public async Task A_pushed_request_that_cannot_be_met_is_refused_when_it_is_pushed(string parameter, string value, string error)
    {
        using var party = new Party(world, "conformance-1", "query") { Pushes = true };
        Assert.Equal(error, (await Assert.ThrowsAsync<PeerFaultException>(() => party.BeginAsync((parameter, value)))).Error);
    }

    [Fact]
    public async Task A_pushed_request_for_somebody_else_asks_once_and_then_tells_the_client()
    {
        using var senior = new Party(world, "conformance-1", "query") { Patron = "Senior" };
        var wanted = (await senior.SignInAsync()).IdToken;
        using var party = new Party(world, "conformance-1", "query") { Pushes = true };
        var visit = await party.VisitAsync(await party.BeginAsync(("id_token_hint", wanted)));
        Assert.Equal((1, "login_required"), (visit.Logins, visit.Response("query")["error"]));
    }

    [Fact]
    public async Task A_refresh_token_that_the_client_gives_back_is_worth_nothing()
    {
        using var party = world.Party();
        var token = (await party.SignInAsync(("scope", "openid offline_access"))).Response.GetProperty("refresh_token").GetString();
        await party.AskAsync("revoke", new { token });
        Assert.Equal("invalid_grant", (await Assert.ThrowsAsync<PeerFaultException>(() => party.AskAsync("refresh", new { token }))).Error);
    }
}
