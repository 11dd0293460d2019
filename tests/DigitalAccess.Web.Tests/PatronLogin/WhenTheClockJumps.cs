using System.Net;
using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.PatronLogin;

/// <summary>The machine's clock runs ahead for a while and is set right again: nobody stays locked out, and no session lasts longer.</summary>
public sealed class WhenTheClockJumps(HaboWorld world) : IClassFixture<HaboWorld>, IAsyncLifetime
{
    private readonly SimulatedIls _ils = SimulatedIls.Start(new SimulatedIlsOptions { LockAfter = 1000, CardPrefix = "2352959" });
    private readonly string _library = $"jump-{Guid.NewGuid():N}"[..14];

    private SimulatedPatron Adult => _ils.Patron("Adult");

    public async ValueTask InitializeAsync() => await world.App.Given.LibraryAsync(_library, _ils);

    public ValueTask DisposeAsync() => _ils.DisposeAsync();

    [Theory, Trait("Case", "LOGIN-025")]
    [InlineData(2)]
    [InlineData(40 * 24)]
    public async Task A_card_that_was_closed_while_the_clock_ran_ahead_is_its_owners_within_fifteen_minutes(int hours)
    {
        var ahead = TimeSpan.FromHours(hours);
        world.App.Clock.Advance(ahead);
        var failing = await CloseAsync();
        world.App.Clock.Advance(-ahead - failing);

        using var owner = world.App.Browser(from: "192.0.2.90");
        Assert.Equal("/", (await EventuallyInAsync(owner, TimeSpan.FromMinutes(15))).Address.AbsolutePath);
    }

    [Fact, Trait("Case", "LOGIN-025")]
    public async Task A_card_that_was_closed_before_the_clock_went_back_is_its_owners_within_fifteen_minutes()
    {
        await CloseAsync();
        world.App.Clock.Advance(TimeSpan.FromHours(-2));
        using var owner = world.App.Browser(from: "192.0.2.91");
        var page = await EventuallyInAsync(owner, TimeSpan.FromMinutes(15));
        world.App.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal("/", page.Address.AbsolutePath);
    }

    [Theory, Trait("Case", "LOGIN-025")]
    [InlineData(false, 8 * 60)]
    [InlineData(true, 60)]
    public async Task A_session_begun_before_the_clock_went_back_ends_no_later_for_it(bool shared, int minutes)
    {
        using var browser = world.App.Browser(from: "192.0.2.92");
        Assert.Equal("/", (await browser.GiveCardAsync(_library, Adult.Card, Adult.Pin, shared)).Address.AbsolutePath);

        // Busy for half its time; then the clock goes back by a quarter of it.
        var lived = await StayBusyAsync(browser, minutes / 2);
        Assert.Equal(minutes / 2, lived);
        world.App.Clock.Advance(TimeSpan.FromMinutes(-minutes / 4.0));
        lived += await StayBusyAsync(browser, minutes);
        Assert.True(lived <= minutes, $"a session of {minutes} minutes lived for {lived}");
    }

    [Fact, Trait("Case", "LOGIN-025")]
    public async Task An_idle_session_ends_no_later_because_the_clock_went_back()
    {
        using var browser = world.App.Browser(from: "192.0.2.93");
        Assert.Equal("/", (await browser.GiveCardAsync(_library, Adult.Card, Adult.Pin)).Address.AbsolutePath);
        await StayBusyAsync(browser, 180);
        world.App.Clock.Advance(TimeSpan.FromHours(-2));
        world.App.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.False(await browser.IsSignedInAsync());
    }

    [Fact, Trait("Case", "LOGIN-025")]
    public async Task A_session_begun_while_the_clock_ran_ahead_does_not_outlive_its_setting_right()
    {
        world.App.Clock.Advance(TimeSpan.FromHours(2));
        using var browser = world.App.Browser(from: "192.0.2.94");
        await browser.GiveCardAsync(_library, Adult.Card, Adult.Pin);
        Assert.True(await browser.IsSignedInAsync());
        world.App.Clock.Advance(TimeSpan.FromHours(-2));
        Assert.False(await browser.IsSignedInAsync());

        await browser.GiveCardAsync(_library, Adult.Card, Adult.Pin);
        Assert.True(await browser.IsSignedInAsync());
    }

    /// <summary>Five wrong PINs, each after the pause that the one before brought.</summary>
    private async Task<TimeSpan> CloseAsync()
    {
        using var stranger = world.App.Browser(from: "192.0.2.89");
        var passed = TimeSpan.Zero;
        foreach (var pause in new[] { 0, 0, 0, 2, 5 })
        {
            var wait = TimeSpan.FromMinutes(pause) + TimeSpan.FromSeconds(1);
            world.App.Clock.Advance(wait);
            passed += wait;
            Assert.Equal(HttpStatusCode.OK, (await stranger.GiveCardAsync(_library, Adult.Card, "0001")).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await stranger.GiveCardAsync(_library, Adult.Card, Adult.Pin)).Status);
        return passed;
    }

    private async Task<Answer> EventuallyInAsync(Browser owner, TimeSpan within)
    {
        var page = await owner.GiveCardAsync(_library, Adult.Card, Adult.Pin);
        if (page.Status != HttpStatusCode.TooManyRequests)
            return page;
        world.App.Clock.Advance(within);
        return await owner.GiveCardAsync(_library, Adult.Card, Adult.Pin);
    }

    /// <returns>For how many minutes the session lived, a click every five.</returns>
    private async Task<int> StayBusyAsync(Browser browser, int minutes)
    {
        for (var lived = 0; lived < minutes; lived += 5)
        {
            if (!await browser.IsSignedInAsync())
                return lived;
            world.App.Clock.Advance(TimeSpan.FromMinutes(5));
        }

        return minutes;
    }
}
