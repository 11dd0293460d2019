using System.Net;
using System.Text.Json;
using DigitalAccess.Web.Logout;
using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Oidc.Logout;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary>A session's end reaches the vendors (OpenID Connect Back-Channel Logout 1.0).</summary>
public sealed class TellingVendors(LogoutStage stage) : IClassFixture<LogoutStage>
{
    [Fact]
    public async Task A_vendor_that_is_not_our_code_ends_its_own_session()
    {
        using var browser = await stage.SignedInAsync();
        var paper = await browser.GetAsync(new Uri(stage.NewspaperAddress, "login").AbsoluteUri);
        Assert.Contains("id=\"signed-in\"", paper.Body, StringComparison.Ordinal);
        using var other = await stage.SignedInAsync("Senior");
        await other.GetAsync(new Uri(stage.NewspaperAddress, "login").AbsoluteUri);

        var page = await LogoutStage.SignOutAsync(browser);

        Assert.Contains("tidningen Closed. The service has signed you out.", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"signed-in\"", (await browser.GetAsync(stage.NewspaperAddress.AbsoluteUri)).Body, StringComparison.Ordinal);
        Assert.Contains("id=\"signed-in\"", (await other.GetAsync(stage.NewspaperAddress.AbsoluteUri)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task The_token_says_which_sign_in_has_ended_and_cannot_be_taken_for_another_kind(string algorithm)
    {
        var vendor = await stage.ToldAsync(p => p.IdTokenAlgorithm = algorithm);
        using var browser = await stage.SignedInAsync();
        var identity = OidcClient.Payload((await vendor.OpenedAsync(browser)).IdToken);
        await LogoutStage.SignOutAsync(browser);

        var token = Assert.Single(vendor.Tokens);
        var (header, said) = (OidcClient.Header(token), OidcClient.Payload(token));
        Assert.Equal(("logout+jwt", algorithm), (header.GetProperty("typ").GetString(), header.GetProperty("alg").GetString()));
        Assert.NotEmpty(header.GetProperty("kid").GetString()!);
        foreach (var claim in new[] { "iss", "aud", "sub", "sid" })
            Assert.Equal(identity.GetProperty(claim).GetString(), said.GetProperty(claim).GetString());
        Assert.InRange(said.GetProperty("exp").GetInt64() - said.GetProperty("iat").GetInt64(), 1, 120);
        Assert.NotEmpty(said.GetProperty("jti").GetString()!);
        Assert.Equal("""{"http://schemas.openid.net/event/backchannel-logout":{}}""", said.GetProperty("events").GetRawText());
        Assert.Equal(["aud", "events", "exp", "iat", "iss", "jti", "sid", "sub"], said.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_grants_end_with_the_session_and_apps_that_stay_signed_in_do_not()
    {
        var web = await stage.ToldAsync();
        var app = await stage.ToldAsync(p => p.Grants = [GrantType.AuthorizationCode, GrantType.RefreshToken]);
        using var browser = await stage.SignedInAsync();
        var ended = await web.OpenedAsync(browser);
        var stays = await app.OpenedAsync(browser, ("scope", "openid offline_access"));
        Assert.NotNull(stays.RefreshToken);

        var page = await LogoutStage.SignOutAsync(browser);

        Assert.Equal(401, (await new OidcClient(stage.App, web.Id, web.Redirect).UserInfoAsync(ended.AccessToken)).Status);
        Assert.Single(web.Tokens);
        Assert.Empty(app.Tokens);
        Assert.DoesNotContain(app.Id, page.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await new OidcClient(stage.App, app.Id, app.Redirect).UserInfoAsync(stays.AccessToken)).Status);
        Assert.Equal(200, (await new OidcClient(stage.App, app.Id, app.Redirect).PostAsync("/connect/token", ("grant_type", "refresh_token"), ("refresh_token", stays.RefreshToken!))).Status);
    }

    [Fact]
    public async Task A_worker_hears_of_what_waits_by_itself()
    {
        await using var worker = await BrokerApp.StartAsync(stage.App.ConnectionString, new()
        {
            ["DigitalAccess:Role"] = "worker", ["DigitalAccess:Origin"] = stage.App.Origin.AbsoluteUri.TrimEnd('/'), ["DigitalAccess:Outbound:Allow:0"] = stage.Server.Place,
        }, clock: stage.App.Clock);
        var vendor = await stage.ToldAsync();
        vendor.Answers(503);
        using var browser = await stage.SignedInAsync();
        await vendor.OpenedAsync(browser);
        await LogoutStage.SignOutAsync(browser);
        vendor.Answers(204);
        stage.App.Clock.Advance(TimeSpan.FromSeconds(5));
        await Eventually.HoldsAsync(async () => (await stage.NoticesAsync(vendor.Id))[0].State == LogoutState.Done, "the worker tells the vendor");
        Assert.Equal(vendor.Tokens.Count, vendor.Tokens.Select(t => OidcClient.Payload(t).GetProperty("jti").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task Workers_share_what_is_due_and_nobody_is_told_twice()
    {
        var vendors = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => stage.ToldAsync()));
        using var browser = await stage.SignedInAsync();
        foreach (var vendor in vendors)
        {
            vendor.Answers(503);
            await vendor.OpenedAsync(browser);
        }

        await LogoutStage.SignOutAsync(browser);
        foreach (var vendor in vendors)
            vendor.Answers(200);
        stage.App.Clock.Advance(TimeSpan.FromMinutes(1));
        var outbox = stage.App.Services.GetRequiredService<LogoutOutbox>();
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => outbox.TakeDueAsync([], 3, CancellationToken.None)));
        var ours = taken.SelectMany(t => t).Where(n => vendors.Any(v => v.Id == n.Recipient)).Select(n => n.Id).ToList();
        Assert.Equal((6, 6), (ours.Count, ours.Distinct().Count()));

        // Who took them is gone; a while later another does it.
        await stage.WorkAsync();
        Assert.All(vendors, v => Assert.Single(v.Tokens));
        stage.App.Clock.Advance(TimeSpan.FromMinutes(1));
        await stage.WorkAsync();
        Assert.All(vendors, v => Assert.Equal(2, v.Tokens.Count));
    }

    [Fact]
    public async Task Being_told_twice_harms_nobody()
    {
        using var browser = await stage.SignedInAsync();
        await browser.GetAsync(new Uri(stage.NewspaperAddress, "login").AbsoluteUri);
        await LogoutStage.SignOutAsync(browser);
        var notice = (await stage.NoticesAsync("tidningen"))[^1];
        await stage.App.Services.GetRequiredService<LogoutAttempts>().MakeAsync(notice);
        Assert.Equal((LogoutState.Done, (string?)null), ((await stage.NoticesAsync("tidningen"))[^1].State, (await stage.NoticesAsync("tidningen"))[^1].LastFault));
    }

    [Fact]
    public async Task However_often_the_button_is_pressed_at_once_each_vendor_is_told_once_and_every_press_leads_to_the_same_page()
    {
        var vendor = await stage.ToldAsync();
        using var browser = await stage.SignedInAsync();
        await vendor.OpenedAsync(browser);
        var (address, fields) = (await browser.GetAsync("/signout")).FormWith([]);
        var cookies = $"{PatronSessions.CookieName}={browser.Cookie(PatronSessions.CookieName)}; da_form={browser.Cookie("da_form")}";
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var press = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields) };
            press.Headers.Add("Cookie", cookies);
            using var answer = await http.SendAsync(press);
            return (answer.StatusCode, answer.Headers.Location?.OriginalString);
        }));
        Assert.All(answers, a => Assert.Equal((HttpStatusCode.SeeOther, answers[0].OriginalString), a));
        Assert.Contains("/signedout?id=", answers[0].OriginalString, StringComparison.Ordinal);
        Assert.Single(vendor.Tokens);
    }

    [Fact]
    public async Task Many_patrons_sign_out_at_once_and_each_vendor_hears_of_each()
    {
        var vendor = await stage.ToldAsync();
        var browsers = new List<Browser>();
        for (var i = 0; i < 8; i++)
        {
            browsers.Add(await stage.SignedInAsync(i % 2 == 0 ? "Adult" : "Senior"));
            await vendor.OpenedAsync(browsers[^1]);
        }

        await Task.WhenAll(browsers.Select(LogoutStage.SignOutAsync));
        await Eventually.HoldsAsync(async () => (await stage.NoticesAsync(vendor.Id)).TrueForAll(n => n.State == LogoutState.Done), "all are told");
        Assert.Equal(8, vendor.Tokens.Select(t => OidcClient.Payload(t).GetProperty("sid").GetString()).Distinct().Count());
        browsers.ForEach(b => b.Dispose());
    }

    [Fact]
    public async Task A_vendor_that_signs_its_patron_out_gets_the_patron_back_and_all_are_told()
    {
        var (asking, other) = (await stage.ToldAsync(), await stage.ToldAsync());
        using var browser = await stage.SignedInAsync();
        var token = (await asking.OpenedAsync(browser)).IdToken;
        await other.OpenedAsync(browser);
        var answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get,
            $"/connect/logout?id_token_hint={token}&post_logout_redirect_uri={Uri.EscapeDataString($"https://{asking.Id}.example/bye")}&state=s"));
        Assert.Equal($"https://{asking.Id}.example/bye?state=s", answer.Location!.AbsoluteUri);
        Assert.Single(other.Tokens);
        Assert.Single(asking.Tokens);
    }

    [Fact]
    public async Task What_vendors_are_told_stands_in_no_log()
    {
        var vendor = await stage.ToldAsync();
        vendor.Answers(500, "an answer of the vendor's");
        using var browser = await stage.SignedInAsync();
        await vendor.OpenedAsync(browser);
        await LogoutStage.SignOutAsync(browser);
        stage.App.Clock.Advance(TimeSpan.FromMinutes(1));
        await stage.WorkAsync();
        Assert.Equal(2, vendor.Tokens.Count);
        var all = string.Join('\n', stage.App.Logs.All);
        Assert.Contains($"Client {vendor.Id} could not be told", all, StringComparison.Ordinal);
        Assert.All(vendor.Tokens, token => Assert.DoesNotContain(token.Split('.')[2], all, StringComparison.Ordinal));
        Assert.DoesNotContain("an answer of the vendor's", all, StringComparison.Ordinal);
        Assert.DoesNotContain(OidcClient.Payload(vendor.Tokens[0]).GetProperty("sub").GetString()!, string.Join('\n', stage.App.Logs.Ours), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_metadata_says_that_vendors_are_told()
    {
        using var browser = stage.App.Browser();
        var said = JsonSerializer.Deserialize<JsonElement>((await browser.GetAsync("/.well-known/openid-configuration")).Body);
        foreach (var name in new[] { "backchannel_logout_supported", "backchannel_logout_session_supported", "frontchannel_logout_supported", "frontchannel_logout_session_supported" })
            Assert.True(said.GetProperty(name).GetBoolean(), name);
        Assert.EndsWith("/connect/logout", said.GetProperty("end_session_endpoint").GetString(), StringComparison.Ordinal);
    }
}
