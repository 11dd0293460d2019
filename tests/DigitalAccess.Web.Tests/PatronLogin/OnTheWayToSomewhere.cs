using System.Diagnostics;
using System.Net;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.PatronLogin;

/// <summary>The login in between remembers where the patron was going: once, for half an hour. And what a failed one costs in time.</summary>
public sealed class OnTheWayToSomewhere(HaboWorld world) : IClassFixture<HaboWorld>
{
    [Fact]
    public async Task The_way_is_used_up_by_the_login_that_it_was_for()
    {
        await PlainAsync("once");
        using var browser = world.App.Browser();
        var form = await browser.GetAsync("/launch/once?library=habo");
        Assert.Contains("/launch/once", (await GiveAsync(browser, form)).Body, StringComparison.Ordinal);

        // The same address again, as from the browser's history: a login like any other.
        Assert.Equal("/", (await GiveAsync(browser, await browser.GetAsync(form.Address.PathAndQuery))).Address.AbsolutePath);
        Assert.Equal(0, await world.App.WithDbAsync(db => db.SignInTransactions.CountAsync(t => t.Target == "/launch/once")));
    }

    [Theory]
    [InlineData(29, true)]
    [InlineData(31, false)]
    public async Task The_way_is_kept_for_half_an_hour(int minutes, bool kept)
    {
        await PlainAsync($"later{minutes}");
        using var browser = world.App.Browser();
        var form = await browser.GetAsync($"/launch/later{minutes}?library=habo");
        world.App.Clock.Advance(TimeSpan.FromMinutes(minutes));
        var page = await GiveAsync(browser, form);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(kept, page.Body.Contains($"url=/launch/later{minutes}", StringComparison.Ordinal));
        Assert.Equal(!kept, page.Address.AbsolutePath == "/");
    }

    [Fact]
    public async Task A_wrong_PIN_does_not_use_the_way_up()
    {
        await PlainAsync("retry");
        using var browser = world.App.Browser();
        var form = await browser.GetAsync("/launch/retry?library=habo");
        var wrong = await browser.GiveCardAsync(form, world.Ils.Patron("Adult").Card, "0001");
        Assert.Contains("/launch/retry", (await GiveAsync(browser, wrong)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failed_logins_answer_after_the_same_time_whoever_they_name_and_whether_or_not_anybody_was_asked()
    {
        await using var paced = await BrokerApp.StartAsync(world.App.ConnectionString, new() { ["DigitalAccess:Pacing:Floor"] = "00:00:01", ["DigitalAccess:Pacing:Step"] = "00:00:01" });
        var asked = world.Ils.PatronRequests;
        foreach (var (card, pin) in new[] { (world.Ils.Patron("Teen").Card, "0001"), ("99999999999", "0001"), ("1|ADx", "0|CQY"), (world.Ils.Patron("Teen").Card, "") })
        {
            using var browser = paced.Browser(from: "203.0.113.77");
            var form = await browser.GetAsync("/login/habo");
            var started = Stopwatch.GetTimestamp();
            Assert.StartsWith("You could not be signed in", (await browser.GiveCardAsync(form, card, pin)).Notice, StringComparison.Ordinal);
            Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(995), $"'{pin}' was answered after {Stopwatch.GetElapsedTime(started)}");
        }

        Assert.Equal(asked + 2, world.Ils.PatronRequests);
    }

    private async Task<Answer> GiveAsync(Browser browser, Answer form) => await browser.GiveCardAsync(form, world.Ils.Patron("Adult").Card, world.Ils.Patron("Adult").Pin);

    private async Task PlainAsync(string slug) => await world.App.Given.LicenceAsync(await world.App.Given.ResourceAsync(slug), world.Habo);
}
