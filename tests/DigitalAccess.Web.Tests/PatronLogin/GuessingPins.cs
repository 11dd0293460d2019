using System.Net;
using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.PatronLogin;

/// <summary>The throttle as attackers and patrons meet it. Every test has a library of its own.</summary>
public sealed class GuessingPins(HaboWorld world) : IClassFixture<HaboWorld>, IAsyncLifetime
{
    private readonly SimulatedIls _ils = SimulatedIls.Start(new SimulatedIlsOptions { LockAfter = 1000, CardPrefix = "2352955" });
    private readonly string _library = $"guess-{Guid.NewGuid():N}"[..14];

    private SimulatedPatron Adult => _ils.Patron("Adult");

    public async ValueTask InitializeAsync() => await world.App.Given.LibraryAsync(_library, _ils);

    public ValueTask DisposeAsync() => _ils.DisposeAsync();

    [Fact, Trait("Case", "LOGIN-001")]
    public async Task After_five_wrong_PINs_the_ILS_is_left_alone_until_the_pause_is_over()
    {
        using var browser = Stranger();
        foreach (var pauseBefore in new[] { 0, 0, 0, 2, 5 })
        {
            world.App.Clock.Advance(TimeSpan.FromMinutes(pauseBefore) + TimeSpan.FromSeconds(1));
            Assert.Equal(HttpStatusCode.OK, (await TryAsync(browser, Adult.Card, "0001")).Status);
        }

        var sixth = await TryAsync(browser, Adult.Card, "0001");
        var right = await TryAsync(browser, Adult.Card, Adult.Pin);
        Assert.All(new[] { sixth, right }, a => Assert.Equal(HttpStatusCode.TooManyRequests, a.Status));
        Assert.All(new[] { sixth, right }, a => Assert.StartsWith("Wait a moment", a.Notice, StringComparison.Ordinal));
        Assert.Equal(5, _ils.TriesOf(Adult.Card));

        world.App.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal("/", (await TryAsync(browser, Adult.Card, Adult.Pin)).Address.AbsolutePath);
    }

    [Fact]
    public async Task An_unknown_card_is_paused_like_a_known_one()
    {
        using var browser = Stranger();
        var answers = new List<Answer>();
        for (var i = 0; i < 4; i++)
            answers.Add(await TryAsync(browser, "23529550099999", "0001"));
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[3].Status);
    }

    [Fact]
    public async Task A_hundred_tries_at_once_are_a_hundred_tries()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            using var browser = Stranger();
            await TryAsync(browser, Adult.Card, $"{i:0000}");
        }));

        // After the third, a wait of two minutes stands before the fourth.
        Assert.Equal(3, _ils.TriesOf(Adult.Card));
    }

    [Fact]
    public async Task A_stranger_cannot_lock_the_owner_out_of_a_browser_that_has_opened_the_card_before()
    {
        using var owner = Stranger();
        await TryAsync(owner, Adult.Card, Adult.Pin);
        await owner.SubmitAsync(await owner.GetAsync("/signout"), []);
        using var stranger = Stranger();
        for (var i = 0; i < 8; i++)
            await TryAsync(stranger, Adult.Card, "0001");

        Assert.Equal(HttpStatusCode.TooManyRequests, (await TryAsync(stranger, Adult.Card, Adult.Pin)).Status);
        Assert.Equal("/", (await TryAsync(owner, Adult.Card, Adult.Pin)).Address.AbsolutePath);
    }

    [Fact]
    public async Task Wrong_tries_never_lock_the_real_card_at_the_ILS()
    {
        await using var ils = SimulatedIls.Start(new SimulatedIlsOptions { LockAfter = 4, CardPrefix = "2352944" });
        var slug = $"lock-{Guid.NewGuid():N}"[..12];
        await world.App.Given.LibraryAsync(slug, ils, l => l.AccessRules.IlsLocksAfter = 4);
        var adult = ils.Patron("Adult");
        for (var i = 0; i < 30; i++)
        {
            using var browser = Stranger();
            await TryAsync(browser, adult.Card, "0001", slug);
            world.App.Clock.Advance(TimeSpan.FromMinutes(16));
        }

        Assert.InRange(ils.TriesOf(adult.Card), 2, 3);
    }

    [Fact, Trait("Case", "LOGIN-005")]
    public async Task After_a_hundred_failures_without_a_success_a_day_opens_the_card_again()
    {
        using var browser = Stranger();
        for (var day = 0; _ils.TriesOf(Adult.Card) < 100; day++)
        {
            Assert.True(day < 30, $"only {_ils.TriesOf(Adult.Card)} tries in {day} days");
            for (var i = 0; i < 10; i++)
            {
                await TryAsync(browser, Adult.Card, "0001");
                world.App.Clock.Advance(TimeSpan.FromMinutes(16));
            }

            world.App.Clock.Advance(TimeSpan.FromHours(22));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await TryAsync(browser, Adult.Card, Adult.Pin)).Status);
        world.App.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal("/", (await TryAsync(browser, Adult.Card, Adult.Pin)).Address.AbsolutePath);
    }

    [Fact, Trait("Case", "LOGIN-009")]
    public async Task An_address_that_tries_ten_different_cards_is_paused_whatever_it_claims_to_be()
    {
        await using var untrusting = await BrokerApp.StartAsync(world.App.ConnectionString, new() { ["DigitalAccess:Proxy:KnownProxies:0"] = "192.0.2.1" }, clock: world.App.Clock);
        HttpStatusCode last = default;
        for (var i = 0; i < 12; i++)
        {
            using var browser = untrusting.Browser(from: $"203.0.113.{i}");
            last = (await TryAsync(browser, $"2352955009{i:0000}", "0001")).Status;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        await ForgetAsync();
    }

    [Theory]
    [InlineData("2001:db8:1:2::{0:x}", HttpStatusCode.TooManyRequests)]
    [InlineData("2001:db8:{0:x}::1", HttpStatusCode.OK)]
    public async Task Of_IPv6_the_network_of_a_household_counts_as_one_address(string pattern, HttpStatusCode last)
    {
        await ForgetAsync();
        var answers = new List<HttpStatusCode>();
        for (var i = 1; i <= 11; i++)
        {
            using var browser = world.App.Browser(from: string.Format(System.Globalization.CultureInfo.InvariantCulture, pattern, i));
            answers.Add((await TryAsync(browser, $"2352955007{i:0000}", "0001")).Status);
        }

        Assert.All(answers.SkipLast(1), status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(last, answers[^1]);
        await ForgetAsync();
    }

    [Theory]
    [InlineData("203.0.113.200", 10)]
    [InlineData("198.51.100.200", 40)]
    public async Task Behind_the_address_of_the_librarys_own_premises_many_patrons_may_mistype(string from, int wrong)
    {
        await ForgetAsync();
        var library = $"prem-{Guid.NewGuid():N}"[..14];
        await world.App.Given.LibraryAsync(library, _ils, l => l.Premises = ["198.51.100.0/24"]);
        for (var i = 0; i < wrong; i++)
        {
            using var browser = world.App.Browser(from);
            Assert.Equal(HttpStatusCode.OK, (await TryAsync(browser, $"2352955006{i:0000}", "0001", library)).Status);
        }

        using var next = world.App.Browser(from);
        var page = await TryAsync(next, Adult.Card, Adult.Pin, library);
        Assert.Equal(wrong < 40, page.Status == HttpStatusCode.TooManyRequests);
        Assert.Equal(wrong >= 40, page.Address.AbsolutePath == "/");
        await ForgetAsync();
    }

    [Fact]
    public async Task A_browser_that_knows_the_card_has_ten_tries_and_then_waits_too()
    {
        using var owner = Stranger();
        await TryAsync(owner, Adult.Card, Adult.Pin);
        await owner.SubmitAsync(await owner.GetAsync("/signout"), []);
        for (var i = 0; i < 10; i++)
            Assert.Equal(HttpStatusCode.OK, (await TryAsync(owner, Adult.Card, "0001")).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await TryAsync(owner, Adult.Card, Adult.Pin)).Status);
        Assert.Equal(11, _ils.TriesOf(Adult.Card));

        world.App.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal("/", (await TryAsync(owner, Adult.Card, Adult.Pin)).Address.AbsolutePath);
    }

    private async Task ForgetAsync()
    {
        await world.App.WithDbAsync(db => db.LoginFailures.ExecuteDeleteAsync());
        await world.App.WithDbAsync(db => db.LoginThrottleCounters.ExecuteDeleteAsync());
    }

    private int _strangers;

    private Browser Stranger() => world.App.Browser(from: $"192.0.2.{Interlocked.Increment(ref _strangers) % 250 + 1}");

    private async Task<Answer> TryAsync(Browser browser, string card, string pin, string? library = null) =>
        await browser.GiveCardAsync(library ?? _library, card, pin);
}
