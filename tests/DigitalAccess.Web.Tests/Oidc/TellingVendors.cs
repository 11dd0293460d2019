using System.Diagnostics;
using System.Net;
using System.Text.Json;
using DigitalAccess.Simulators.Vendors;
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
    public async Task A_vendor_that_was_down_for_a_minute_is_told_and_the_page_says_the_truth_meanwhile()
    {
        using var browser = await stage.SignedInAsync();
        await browser.GetAsync(new Uri(stage.NewspaperAddress, "login").AbsoluteUri);
        await stage.Vendor.DisposeAsync();

        var page = await LogoutStage.SignOutAsync(browser);
        Assert.Contains("tidningen The service does not answer at the moment. You may still be signed in there. We go on trying. Close the browser.", page.Text, StringComparison.Ordinal);
        stage.App.Clock.Advance(TimeSpan.FromSeconds(30));
        await stage.WorkAsync();
        Assert.Contains("does not answer", (await browser.GetAsync(page.Address.AbsoluteUri)).Text, StringComparison.Ordinal);

        stage.Vendor = await OidcVendor.StartAsync(stage.Newspaper);
        stage.App.Clock.Advance(TimeSpan.FromSeconds(30));
        await stage.WorkAsync();
        Assert.Contains("tidningen Closed.", (await browser.GetAsync(page.Address.AbsoluteUri)).Text, StringComparison.Ordinal);
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
        var ours = taken.SelectMany(t => t).Where(n => vendors.Any(v => v.Id == n.ClientId)).Select(n => n.Id).ToList();
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
    public async Task A_vendor_that_never_answers_holds_neither_the_patron_nor_the_other_vendors()
    {
        var (silent, quick) = (await stage.ToldAsync(), await stage.ToldAsync());
        silent.Answers(http => Task.Delay(TimeSpan.FromMinutes(1), http.RequestAborted));
        using var browser = await stage.SignedInAsync();
        await silent.OpenedAsync(browser);
        await quick.OpenedAsync(browser);
        var form = await browser.GetAsync("/signout");

        var watch = Stopwatch.StartNew();
        var page = await browser.SubmitAsync(form, []);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3.5));
        Assert.Contains($"{quick.Id} Closed.", page.Text, StringComparison.Ordinal);
        Assert.Contains($"{silent.Id} Being closed now.", page.Text, StringComparison.Ordinal);
        await Eventually.HoldsAsync(async () => (await stage.NoticesAsync(silent.Id))[0].LastFault is not null, "the call is given up");
        Assert.Contains("no whole answer came within 4 seconds", (await stage.NoticesAsync(silent.Id))[0].LastFault, StringComparison.Ordinal);

        // A worker goes on with the others while the silent one lets it wait.
        stage.App.Clock.Advance(TimeSpan.FromSeconds(10));
        await stage.Worker.RoundAsync(CancellationToken.None);
        quick.Answers(503);
        using var next = await stage.SignedInAsync();
        await quick.OpenedAsync(next);
        await LogoutStage.SignOutAsync(next);
        quick.Answers(200);
        stage.App.Clock.Advance(TimeSpan.FromSeconds(10));
        await stage.Worker.RoundAsync(CancellationToken.None);
        await Eventually.HoldsAsync(async () => (await stage.NoticesAsync(quick.Id))[^1].State == LogoutState.Done, "the quick one is told", seconds: 3);
        await stage.Worker.SettleAsync();
    }

    [Fact]
    public async Task Of_a_very_long_answer_only_the_beginning_is_read()
    {
        var vendor = await stage.ToldAsync();
        long written = 0;
        vendor.Answers(async http =>
        {
            var piece = new byte[1024 * 1024];
            for (var i = 0; i < 200 && !http.RequestAborted.IsCancellationRequested; i++, written += piece.Length)
            {
                await http.Response.Body.WriteAsync(piece, http.RequestAborted);

                // To a connection that is closed already a server writes without noticing, for a moment.
                await Task.Delay(20, http.RequestAborted);
            }
        });
        using var browser = await stage.SignedInAsync();
        await vendor.OpenedAsync(browser);
        await LogoutStage.SignOutAsync(browser);
        await Eventually.HoldsAsync(async () => (await stage.NoticesAsync(vendor.Id))[0].State == LogoutState.Done, "a yes is a yes");
        Assert.InRange(written, 0, 20 * 1024 * 1024);
    }

    [Theory]
    [InlineData("""{"error":"\ud800"}""")]
    [InlineData("""{"error":7}""")]
    [InlineData("<html>")]
    public async Task A_refusal_that_cannot_be_read_is_a_refusal(string body)
    {
        var vendor = await stage.ToldAsync();
        vendor.Answers(400, body);
        using var browser = await stage.SignedInAsync();
        await vendor.OpenedAsync(browser);
        await LogoutStage.SignOutAsync(browser);
        Assert.Equal("the client refused: no reason given", (await stage.NoticesAsync(vendor.Id))[0].LastFault);
    }

    [Fact]
    public async Task A_vendor_that_wants_to_be_left_alone_is_for_as_long_as_it_says_with_all_that_waits_for_it()
    {
        var vendor = await stage.ToldAsync();
        vendor.Answers(500);
        using var first = await stage.SignedInAsync();
        await vendor.OpenedAsync(first);
        await LogoutStage.SignOutAsync(first);
        vendor.Answers(http =>
        {
            (http.Response.StatusCode, http.Response.Headers.RetryAfter) = (429, "1800");
            return Task.CompletedTask;
        });
        using var second = await stage.SignedInAsync("Teen");
        await vendor.OpenedAsync(second);
        await LogoutStage.SignOutAsync(second);
        Assert.Equal(2, vendor.Tokens.Count);

        vendor.Answers(200);
        stage.App.Clock.Advance(TimeSpan.FromMinutes(29));
        await stage.WorkAsync();
        Assert.Equal(2, vendor.Tokens.Count);
        stage.App.Clock.Advance(TimeSpan.FromMinutes(2));
        await stage.WorkAsync();
        Assert.Equal(4, vendor.Tokens.Count);
        Assert.All(await stage.NoticesAsync(vendor.Id), n => Assert.Equal(LogoutState.Done, n.State));
    }

    [Fact]
    public async Task The_reason_is_found_in_an_answer_that_is_cut()
    {
        var vendor = await stage.ToldAsync();
        vendor.Answers(400, $$"""{"error":"invalid_request","error_description":"{{new string('x', 40_000)}}"}""");
        using var browser = await stage.SignedInAsync();
        await vendor.OpenedAsync(browser);
        await LogoutStage.SignOutAsync(browser);
        Assert.Equal("the client refused: invalid_request", (await stage.NoticesAsync(vendor.Id))[0].LastFault);
    }

    [Fact]
    public async Task A_refusal_is_kept_with_its_reason_and_asked_again_only_a_few_times()
    {
        var vendor = await stage.ToldAsync();
        vendor.Answers(400, """{"error":"invalid_request","error_description":"patron 2352933000017 is <b>unknown</b>"}""");
        using var browser = await stage.SignedInAsync();
        await vendor.OpenedAsync(browser);
        var page = await LogoutStage.SignOutAsync(browser);
        Assert.Equal("the client refused: invalid_request", (await stage.NoticesAsync(vendor.Id))[0].LastFault);
        for (var i = 0; i < 5; i++)
        {
            stage.App.Clock.Advance(TimeSpan.FromMinutes(2));
            await stage.WorkAsync();
        }

        Assert.Equal(2, vendor.Tokens.Count);
        stage.App.Clock.Advance(TimeSpan.FromMinutes(3));
        await stage.WorkAsync();
        stage.App.Clock.Advance(TimeSpan.FromHours(3));
        await stage.WorkAsync();
        Assert.Equal(3, vendor.Tokens.Count);
        Assert.Equal(LogoutState.GivenUp, (await stage.NoticesAsync(vendor.Id))[0].State);
        Assert.Contains(stage.App.Logs.Lines, l => l.StartsWith("Error", StringComparison.Ordinal) && l.Contains($"Client {vendor.Id} was not told", StringComparison.Ordinal));
        Assert.DoesNotContain("2352933", string.Join('\n', stage.App.Logs.Ours.Where(l => l.Contains(vendor.Id, StringComparison.Ordinal))), StringComparison.Ordinal);
        Assert.Equal("You are signed out", page.Heading);
    }

    [Theory]
    [InlineData("https://169.254.169.254/latest/meta-data", "the address leads to the local link")]
    [InlineData("https://localhost/logout", "the address holds a name of an inner network")]
    [InlineData("http://127.0.0.1:9/logout", "the address is plain http")]
    public async Task An_address_inside_is_not_called_and_both_the_operator_and_the_patron_learn_it(string address, string reason)
    {
        var vendor = await stage.ToldAsync(p => p.BackChannelLogoutUri = address);
        using var browser = await stage.SignedInAsync();
        await vendor.OpenedAsync(browser);
        var page = await LogoutStage.SignOutAsync(browser);
        Assert.Contains($"{vendor.Id} The service could not be told", page.Text, StringComparison.Ordinal);
        Assert.Contains(stage.App.Logs.Lines, l => l.StartsWith("Error", StringComparison.Ordinal) && l.Contains($"Client {vendor.Id} was not told", StringComparison.Ordinal) && l.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_a_day_it_is_given_up_and_said_to_the_operator_and_a_day_later_forgotten()
    {
        var vendor = await stage.ToldAsync();
        vendor.Answers(500);
        using var browser = await stage.SignedInAsync();
        await vendor.OpenedAsync(browser);
        await LogoutStage.SignOutAsync(browser);
        for (var i = 0; i < 20; i++)
        {
            stage.App.Clock.Advance(TimeSpan.FromHours(1.01));
            await stage.WorkAsync();
        }

        Assert.Equal(LogoutState.Waiting, (await stage.NoticesAsync(vendor.Id))[0].State);
        stage.App.Clock.Advance(TimeSpan.FromHours(3.5));
        await stage.WorkAsync();
        Assert.Equal((LogoutState.GivenUp, "the answer was 500"), ((await stage.NoticesAsync(vendor.Id))[0].State, (await stage.NoticesAsync(vendor.Id))[0].LastFault));
        Assert.Contains(stage.App.Logs.Lines, l => l.StartsWith("Error", StringComparison.Ordinal) && l.Contains($"Client {vendor.Id} was not told", StringComparison.Ordinal));

        stage.App.Clock.Advance(TimeSpan.FromHours(23));
        await ForgetAsync();
        Assert.Single(await stage.NoticesAsync(vendor.Id));
        stage.App.Clock.Advance(TimeSpan.FromHours(1.1));
        await ForgetAsync();
        Assert.Empty(await stage.NoticesAsync(vendor.Id));
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

    private Task<bool> ForgetAsync() => stage.App.WithAsync<OidcRetention, bool>(async retention =>
    {
        await retention.RunAsync(CancellationToken.None);
        return true;
    });
}
