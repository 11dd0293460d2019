using System.Net;
using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.PatronLogin;
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
        var form = await Stranger().GetAsync($"/login/{_library}");
        await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            using var browser = Stranger();
            await TryAsync(browser, Adult.Card, $"{i:0000}");
        }));
        Assert.True(_ils.TriesOf(Adult.Card) <= 5, $"{_ils.TriesOf(Adult.Card)} tries reached the ILS");
        Assert.Equal(HttpStatusCode.OK, form.Status);
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

        Assert.True(ils.TriesOf(adult.Card) <= 3, $"{ils.TriesOf(adult.Card)} tries");
    }

    [Fact, Trait("Case", "LOGIN-005")]
    public async Task After_a_hundred_failures_without_a_success_only_the_library_or_a_day_opens_the_card()
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
        await world.App.WithDbAsync(db => db.LoginFailures.ExecuteDeleteAsync());
        await world.App.WithDbAsync(db => db.LoginThrottleCounters.ExecuteDeleteAsync());
    }

    [Fact, Trait("Case", "LOGIN-003")]
    public async Task One_PIN_on_two_thousand_cards_puts_that_library_into_attack_mode_and_no_other()
    {
        using var owner = Stranger();
        await TryAsync(owner, Adult.Card, Adult.Pin);
        var before = _ils.PatronRequests;
        var cards = Enumerable.Range(1, 2000).Select(i => $"235295501{i:00000}").ToArray();
        await Parallel.ForEachAsync(cards.Chunk(10).Select((chunk, i) => (chunk, i)), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (address, _) =>
        {
            using var bot = world.App.Browser(from: $"198.18.{address.i / 200}.{address.i % 200 + 1}");
            var form = await bot.GetAsync($"/login/{_library}");
            foreach (var card in address.chunk)
                await bot.SubmitAsync(form, new() { ["card"] = card, ["pin"] = "1234" });
        });

        Assert.True(_ils.PatronRequests - before <= 150, $"{_ils.PatronRequests - before} tries reached the ILS");
        Assert.Contains(world.App.Logs.Lines, line => line.Contains("goes into attack mode", StringComparison.Ordinal));
        var under = await world.App.WithDbAsync(db => db.LibraryAttackModes.Select(m => m.LibraryId).ToListAsync());
        var mine = await world.App.WithDbAsync(db => db.Libraries.Where(l => l.Slug == _library).Select(l => l.Id).SingleAsync());
        Assert.Equal([mine], under);

        // The owner's browser is known and notices nothing; a new one waits ten seconds or works, and gets in.
        Assert.Equal("/", (await TryAsync(owner, Adult.Card, Adult.Pin)).Address.AbsolutePath);
        using var other = Stranger();
        var page = await TryAsync(other, _ils.Patron("Teen").Card, _ils.Patron("Teen").Pin);
        Assert.StartsWith("One more step just now", page.Notice, StringComparison.Ordinal);
        world.App.Clock.Advance(TimeSpan.FromSeconds(11));
        var waited = await other.SubmitAsync(page, new() { ["card"] = _ils.Patron("Teen").Card, ["pin"] = _ils.Patron("Teen").Pin });
        Assert.Equal("/", waited.Address.AbsolutePath);

        using var worker = Stranger();
        var challenged = await worker.GetAsync($"/login/{_library}");
        var challenge = challenged.FormWith(["card", "challenge"]).Fields["challenge"];
        var answer = Enumerable.Range(0, int.MaxValue).First(n => LoginChallenges.IsSolution(challenge, $"{n}"));
        var senior = _ils.Patron("Senior");
        var worked = await worker.SubmitAsync(challenged, new() { ["card"] = senior.Card, ["pin"] = senior.Pin, ["answer"] = $"{answer}" });
        Assert.Equal("/", worked.Address.AbsolutePath);
        var again = await Stranger().SubmitAsync(challenged, new() { ["card"] = senior.Card, ["pin"] = senior.Pin, ["answer"] = $"{answer}" });
        Assert.NotEqual("/", again.Address.AbsolutePath);
    }

    private int _strangers;

    private Browser Stranger() => world.App.Browser(from: $"192.0.2.{Interlocked.Increment(ref _strangers) % 250 + 1}");

    private async Task<Answer> TryAsync(Browser browser, string card, string pin, string? library = null) =>
        await browser.SubmitAsync(await browser.GetAsync($"/login/{library ?? _library}"), new() { ["card"] = card, ["pin"] = pin });
}
