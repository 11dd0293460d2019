using System.Net;
using DigitalAccess.Ils;
using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.PatronLogin;

/// <summary>When a library goes into attack mode, what its patrons then meet, and when it ends. Every test has a library of its own.</summary>
public sealed class UnderAttack(HaboWorld world) : IClassFixture<HaboWorld>, IAsyncLifetime
{
    private readonly SimulatedIls _ils = SimulatedIls.Start(new SimulatedIlsOptions { LockAfter = 1000, CardPrefix = "2352956" });
    private readonly string _slug = $"spray-{Guid.NewGuid():N}"[..14];
    private Library _library = null!;
    private int _addresses;

    public async ValueTask InitializeAsync() => _library = await world.App.Given.LibraryAsync(_slug, _ils);

    public ValueTask DisposeAsync() => _ils.DisposeAsync();

    [Fact]
    public async Task More_than_forty_cards_in_ten_minutes_are_an_attack_and_forty_are_not()
    {
        await SprayAsync(40);
        Assert.False(await IsUnderAttackAsync());
        await SprayAsync(1, from: 40);
        Assert.True(await IsUnderAttackAsync());
    }

    [Fact]
    public async Task Forty_one_cards_over_a_longer_time_are_none()
    {
        await SprayAsync(40);
        world.App.Clock.Advance(TimeSpan.FromMinutes(11));
        await SprayAsync(1, from: 40);
        Assert.False(await IsUnderAttackAsync());
    }

    [Fact]
    public async Task What_is_usual_at_a_large_library_is_no_attack_until_it_is_three_times_the_usual()
    {
        await UsuallyAsync(cards: 20);
        await SprayAsync(60);
        Assert.False(await IsUnderAttackAsync());
        await SprayAsync(1, from: 60);
        Assert.True(await IsUnderAttackAsync());
    }

    [Fact]
    public async Task A_rush_in_which_most_get_in_is_no_attack()
    {
        await AdmittedAsync(patrons: 28);
        await SprayAsync(42);
        Assert.False(await IsUnderAttackAsync());
        await SprayAsync(1, from: 42);
        Assert.True(await IsUnderAttackAsync());
    }

    [Fact]
    public async Task The_owners_own_browser_notices_nothing()
    {
        using var owner = Elsewhere();
        var adult = _ils.Patron("Adult");
        Assert.Equal("/", (await owner.GiveCardAsync(_slug, adult.Card, adult.Pin)).Address.AbsolutePath);
        await SprayAsync(41);
        Assert.Equal("/", (await owner.GiveCardAsync(_slug, adult.Card, adult.Pin)).Address.AbsolutePath);
    }

    [Fact]
    public async Task An_unknown_browser_waits_ten_seconds_and_gets_in()
    {
        await SprayAsync(41);
        var teen = _ils.Patron("Teen");
        using var browser = Elsewhere();
        var asked = await browser.GiveCardAsync(_slug, teen.Card, teen.Pin);
        Assert.StartsWith("One more step just now", asked.Notice, StringComparison.Ordinal);
        Assert.Equal(0, _ils.TriesOf(teen.Card));

        var early = await browser.GiveCardAsync(asked, teen.Card, teen.Pin);
        Assert.StartsWith("One more step just now", early.Notice, StringComparison.Ordinal);
        world.App.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("/", (await browser.GiveCardAsync(early, teen.Card, teen.Pin)).Address.AbsolutePath);
    }

    [Fact]
    public async Task An_unknown_browser_works_and_gets_in_at_once_and_its_work_is_good_for_one_try()
    {
        await SprayAsync(41);
        var senior = _ils.Patron("Senior");
        using var browser = Elsewhere();
        var form = await browser.GetAsync($"/login/{_slug}");
        var challenge = form.FormWith(["card", "challenge"]).Fields["challenge"];
        var answer = $"{Enumerable.Range(0, int.MaxValue).First(n => LoginChallenges.IsSolution(challenge, $"{n}"))}";
        Assert.Equal(HttpStatusCode.OK, (await browser.GiveCardAsync(form, senior.Card, "0001", answer: answer)).Status);
        Assert.Equal(1, _ils.TriesOf(senior.Card));

        // The same browser, its cookies and its form token, so that the challenge alone can be at fault.
        var again = await browser.GiveCardAsync(form, senior.Card, senior.Pin, answer: answer);
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.StartsWith("One more step just now", again.Notice, StringComparison.Ordinal);
        Assert.Equal(1, _ils.TriesOf(senior.Card));

        challenge = again.FormWith(["card", "challenge"]).Fields["challenge"];
        answer = $"{Enumerable.Range(0, int.MaxValue).First(n => LoginChallenges.IsSolution(challenge, $"{n}"))}";
        Assert.Equal("/", (await browser.GiveCardAsync(again, senior.Card, senior.Pin, answer: answer)).Address.AbsolutePath);
    }

    [Fact]
    public async Task Half_an_hour_after_it_began_it_is_over()
    {
        await SprayAsync(41);
        var teen = _ils.Patron("Teen");
        world.App.Clock.Advance(TimeSpan.FromMinutes(29));
        using var early = Elsewhere();
        Assert.StartsWith("One more step just now", (await early.GiveCardAsync(_slug, teen.Card, teen.Pin)).Notice, StringComparison.Ordinal);
        world.App.Clock.Advance(TimeSpan.FromMinutes(1));
        using var late = Elsewhere();
        Assert.Equal("/", (await late.GiveCardAsync(_slug, teen.Card, teen.Pin)).Address.AbsolutePath);
    }

    /// <summary>One wrong PIN on each of so many cards, each from an address of its own.</summary>
    private async Task SprayAsync(int cards, int from = 0)
    {
        for (var i = from; i < from + cards; i++)
        {
            using var bot = Elsewhere();
            Assert.StartsWith("You could not be signed in", (await bot.GiveCardAsync(_slug, $"235295601{i:00000}", "1234")).Notice, StringComparison.Ordinal);
        }
    }

    private Browser Elsewhere()
    {
        var n = Interlocked.Increment(ref _addresses);
        return world.App.Browser(from: $"198.18.{n / 250}.{n % 250 + 1}");
    }

    private Task<bool> IsUnderAttackAsync() => world.App.WithDbAsync(db => db.LibraryAttackModes.AnyAsync(m => m.LibraryId == _library.Id));

    /// <summary>So many cards failed in some ten minutes of each day of the last week.</summary>
    private Task UsuallyAsync(int cards) => world.App.WithDbAsync(async db =>
    {
        for (var day = 1; day <= 6; day++)
            for (var card = 0; card < cards; card++)
                db.LoginFailures.Add(new LoginFailure
                {
                    At = world.App.Clock.GetUtcNow().AddDays(-day), LibraryId = _library.Id, CardKey = [(byte)day, (byte)card], AddressKey = [1],
                });
        await db.SaveChangesAsync();
    });

    private Task AdmittedAsync(int patrons) => world.App.WithDbAsync(async db =>
    {
        var now = world.App.Clock.GetUtcNow();
        var account = new PatronAccount { Id = Guid.NewGuid(), LibraryId = _library.Id, KeyHash = [1], KeyKind = PatronKeyKind.Card, CreatedOn = DateOnly.FromDateTime(now.UtcDateTime) };
        db.PatronAccounts.Add(account);
        for (var i = 0; i < patrons; i++)
            db.PatronSessions.Add(new PatronSession
            {
                Id = Guid.NewGuid().ToByteArray(), PatronAccountId = account.Id, LibraryId = _library.Id, StartedAt = now, LastSeenAt = now,
                ExpiresAt = now.AddHours(8), SharedComputer = false, Facts = new(),
            });
        await db.SaveChangesAsync();
    });
}
