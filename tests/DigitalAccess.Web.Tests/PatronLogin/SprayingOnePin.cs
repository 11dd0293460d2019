using System.Diagnostics;
using System.Net;
using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.PatronLogin;

/// <summary>One PIN on two thousand cards, from two hundred addresses within ten minutes of the broker's clock.</summary>
[Collection(Timed.Name)]
public sealed class SprayingOnePin(TestCluster cluster) : IAsyncLifetime
{
    private const int Cards = 2000;
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(10) / Cards;

    private readonly SimulatedIls _attacked = SimulatedIls.Start(new SimulatedIlsOptions { LockAfter = 1000, CardPrefix = "2352957" });
    private readonly SimulatedIls _calm = SimulatedIls.Start(new SimulatedIlsOptions { CardPrefix = "2352958", RandomPatrons = 300 });
    private readonly List<TimeSpan> _usual = [];
    private readonly List<TimeSpan> _meanwhile = [];
    private BrokerApp _app = null!;
    private Library _target = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await BrokerApp.StartAsync(await cluster.CreateDatabaseAsync("spray"), everyLogLine: false);
        _target = await _app.Given.LibraryAsync("attacked", _attacked);
        await _app.Given.LibraryAsync("calm", _calm);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _attacked.DisposeAsync();
        await _calm.DisposeAsync();
    }

    [Fact, Trait("Case", "LOGIN-003")]
    public async Task It_is_noticed_within_a_minute_and_stopped_and_the_neighbour_library_notices_nothing()
    {
        await NeighboursAsync(Task.Delay(TimeSpan.FromSeconds(3)), _usual);
        var began = _app.Clock.GetUtcNow();
        await NeighboursAsync(AttackAsync(), _meanwhile);

        var mode = Assert.Single(await _app.WithDbAsync(db => db.LibraryAttackModes.AsNoTracking().ToListAsync()));
        Assert.Equal(_target.Id, mode.LibraryId);
        Assert.InRange(mode.StartedAt - began, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Single(_app.Logs.Lines, line => line.StartsWith("Critical", StringComparison.Ordinal) && line.Contains($"Library {_target.Id} goes into attack mode", StringComparison.Ordinal));
        Assert.InRange(_attacked.PatronRequests, 41, 150);

        // Whoever signs in beside it shares this machine with the attackers' browsers; "unchanged" is judged with that in mind.
        Assert.True(P95(_meanwhile) < TimeSpan.FromMilliseconds(500) || P95(_meanwhile) < 2 * P95(_usual), $"the neighbour's logins took {P95(_usual)} before and {P95(_meanwhile)} meanwhile");
    }

    private async Task AttackAsync()
    {
        var chunks = Enumerable.Range(1, Cards).Select(i => $"235295701{i:00000}").Chunk(10).Select((cards, i) => (cards, i));
        await Parallel.ForEachAsync(chunks, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (address, _) =>
        {
            using var bot = _app.Browser(from: $"198.18.{address.i / 200}.{address.i % 200 + 1}");
            var form = await bot.GetAsync("/login/attacked");
            foreach (var card in address.cards)
            {
                _app.Clock.Advance(Between);
                form = await bot.GiveCardAsync(form, card, "1234");
                Assert.NotEqual("/", form.Address.AbsolutePath);
            }
        });
    }

    /// <summary>The other library's patrons sign in, one after another, until the work is done; none is held back.</summary>
    private async Task NeighboursAsync(Task until, List<TimeSpan> took)
    {
        var patrons = _calm.Patrons.Where(p => p.Scenario is null).ToList();
        for (var i = 0; !until.IsCompleted; i++)
        {
            var patron = patrons[i % patrons.Count];
            using var browser = _app.Browser(from: $"198.19.{i / 250 % 250}.{i % 250 + 1}");
            var form = await browser.GetAsync("/login/calm");
            var started = Stopwatch.GetTimestamp();
            var page = await browser.GiveCardAsync(form, patron.Card, patron.Pin);
            took.Add(Stopwatch.GetElapsedTime(started));
            Assert.Equal((HttpStatusCode.OK, "/"), (page.Status, page.Address.AbsolutePath));
        }

        await until;
    }

    private static TimeSpan P95(List<TimeSpan> took) => took.Order().ElementAt(took.Count * 95 / 100);
}
