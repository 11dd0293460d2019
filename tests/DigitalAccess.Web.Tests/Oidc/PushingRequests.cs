using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary>Pushed authorization requests (RFC 9126).</summary>
public sealed class PushingRequests(HaboWorld world) : IClassFixture<HaboWorld>
{
    [Fact]
    public async Task What_was_pushed_is_answered_and_nothing_of_it_stands_in_an_address()
    {
        using var browser = await world.SignedInAsync();
        var client = world.Client;
        var back = await client.AuthorizePushedAsync(browser, await PushAsync(client));
        Assert.Equal(200, (await client.RedeemAsync(back.Query["code"])).Status);
        Assert.DoesNotContain(browser.Trail, address => address.Query.Contains(client.State, StringComparison.Ordinal) && address.Host == "localhost");
    }

    [Fact]
    public async Task Sent_as_a_form_it_goes_on_by_its_name_alone()
    {
        using var browser = await world.SignedInAsync();
        var client = world.Client;
        var pushed = await PushAsync(client);
        var sent = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/connect/authorize")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["client_id"] = client.ClientId, ["request_uri"] = pushed }),
        });
        Assert.Equal(["client_id", "request_uri"], sent.Query.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("code", (await client.UntilAwayAsync(browser, sent)).Query);
    }

    [Fact]
    public async Task It_waits_while_the_patron_looks_for_the_card()
    {
        using var browser = world.App.Browser();
        var client = world.Client;
        var page = await browser.GetAsync(client.PushedAddress(await PushAsync(client)) + "&login_hint=ignored");
        world.App.Clock.Advance(TimeSpan.FromMinutes(5));
        var patron = world.Ils.Patron("Adult");
        var (address, fields) = (await browser.GetAsync(page.LinkStartingWith("/login/habo"))).FormWith(["card", "pin"]);
        (fields["card"], fields["pin"]) = (patron.Card, patron.Pin);
        var back = await client.UntilAwayAsync(browser, await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields) }));
        Assert.Equal(200, (await client.RedeemAsync(back.Query["code"])).Status);
    }

    [Fact]
    public async Task A_wish_for_a_fresh_login_is_met_once_and_not_asked_for_ever()
    {
        using var browser = await world.SignedInAsync();
        world.App.Clock.Advance(TimeSpan.FromSeconds(2));
        var client = world.Client;
        var pushed = await PushAsync(client, ("prompt", "login"), ("login_hint", "library:habo"));
        world.App.Clock.Advance(TimeSpan.FromSeconds(2));
        var form = await browser.GetAsync(client.PushedAddress(pushed));
        var patron = world.Ils.Patron("Adult");
        var (address, fields) = form.FormWith(["card", "pin"]);
        (fields["card"], fields["pin"]) = (patron.Card, patron.Pin);
        var back = await client.UntilAwayAsync(browser, await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields) }));
        Assert.Equal(200, (await client.RedeemAsync(back.Query["code"])).Status);
    }

    [Fact]
    public async Task It_is_good_once_for_its_own_client_and_for_a_minute()
    {
        await world.App.Given.OidcResourceAsync("stranger", "https://stranger.example/cb");
        using var browser = await world.SignedInAsync();
        var client = world.Client;
        var used = await PushAsync(client);
        Assert.Contains("code", (await client.AuthorizePushedAsync(browser, used)).Query);
        await IsRefusedAsync(browser, client.PushedAddress(used));

        await IsRefusedAsync(browser, new OidcClient(world.App, "stranger", "https://stranger.example/cb").PushedAddress(await PushAsync(client)));

        var old = await PushAsync(client);
        world.App.Clock.Advance(TimeSpan.FromMinutes(2));
        await IsRefusedAsync(browser, client.PushedAddress(old));
    }

    [Fact]
    public async Task A_client_that_must_push_is_refused_when_it_does_not_and_a_wrong_secret_pushes_nothing()
    {
        var resource = await world.App.Given.OidcResourceAsync("pusher", "https://pusher.example/cb", p => p.PushedRequestsOnly = true);
        await world.App.Given.LicenceAsync(resource, world.Habo);
        using var browser = await world.SignedInAsync();
        var client = new OidcClient(world.App, "pusher", "https://pusher.example/cb");
        Assert.Equal("invalid_request", (await client.AuthorizeAsync(browser)).Query["error"]);
        Assert.Contains("code", (await client.AuthorizePushedAsync(browser, await PushAsync(client))).Query);

        var wrong = await new OidcClient(world.App, "pusher", "https://pusher.example/cb", "wrong-secret-that-is-long-enough-to-be-one").PushAsync();
        Assert.Equal((401, "invalid_client"), (wrong.Status, wrong.Error));
    }

    [Theory]
    [InlineData("redirect_uri", "https://evil.example/cb")]
    [InlineData("response_type", "token")]
    [InlineData("scope", "openid admin.dashboard")]
    [InlineData("code_challenge", null)]
    public async Task A_wrong_request_is_refused_when_it_is_pushed(string name, string? value)
    {
        var answer = await world.Client.PushAsync((name, value));
        Assert.InRange(answer.Status, 400, 401);
        Assert.NotNull(answer.Error);
    }

    private static async Task<string> PushAsync(OidcClient client, params (string, string?)[] changes)
    {
        var answer = await client.PushAsync(changes);
        Assert.Equal(201, answer.Status);
        Assert.InRange(answer.Body.GetProperty("expires_in").GetInt32(), 5, 600);
        return answer.Body.GetProperty("request_uri").GetString()!;
    }

    private static async Task IsRefusedAsync(Browser browser, string address)
    {
        var answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, address));
        Assert.Null(answer.Location);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.Status);
    }
}
