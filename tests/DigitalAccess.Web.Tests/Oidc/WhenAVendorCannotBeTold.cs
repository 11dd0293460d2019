using System.Diagnostics;
using DigitalAccess.Simulators.Vendors;
using DigitalAccess.Web.Logout;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary>Vendors that are down, slow, busy, garbled or wrongly registered: nothing is lost, nobody waits for them, and all is said as it is.</summary>
public sealed class WhenAVendorCannotBeTold(LogoutStage stage) : IClassFixture<LogoutStage>
{
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

    private Task<bool> ForgetAsync() => stage.App.WithDbAsync(async db =>
    {
        await LogoutRetention.RunAsync(db, stage.App.Clock.GetUtcNow(), CancellationToken.None);
        return true;
    });
}
