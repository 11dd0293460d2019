using System.Collections.Concurrent;
using System.Net;
using DigitalAccess.LocalPostgres;
using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.EndToEnd;

/// <summary>PostgreSQL is thrown down and comes up again while twenty patrons a second log in.</summary>
[Collection(Timed.Name)]
public sealed class WhenTheDatabaseRestarts : IAsyncLifetime
{
    private const int Workers = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly SimulatedIls _ils = SimulatedIls.Start(new SimulatedIlsOptions { CardPrefix = "2352922", RandomPatrons = 300 });
    private readonly ConcurrentQueue<Attempt> _attempts = new();
    private readonly CancellationTokenSource _stop = new();
    private PostgresCluster _postgres = null!;
    private BrokerApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _postgres = await PostgresCluster.StartAsync(new PostgresClusterOptions { Ephemeral = true, Durability = Durability.Durable });
        await _postgres.CreateDatabaseAsync("restart");
        await TestCluster.MigrateAsync(_postgres.ConnectionString("restart"));
        _app = await BrokerApp.StartAsync(_postgres.ConnectionString("restart"), everyLogLine: false);
        await _app.Given.LibraryAsync("habo", _ils);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _postgres.DisposeAsync();
        await _ils.DisposeAsync();
        _stop.Dispose();
    }

    [Fact, Trait("Case", "LOGIN-023")]
    public async Task No_login_is_granted_that_was_not_written_down_and_logins_work_again_without_a_restart()
    {
        var logins = Enumerable.Range(0, Workers).Select(worker => Task.Run(() => LogInOnAndOnAsync(worker))).ToList();
        await Eventually.HoldsAsync(() => Granted().Count >= 40, "forty patrons have logged in before the restart");
        var before = Granted().Count;

        await _postgres.StopImmediatelyAsync();
        await Eventually.HoldsAsync(() => _attempts.Count(a => a.Fault is not null) >= 20, "the outage is felt");
        await _postgres.StartAgainAsync();
        var up = _app.Clock.GetUtcNow();
        await Eventually.HoldsAsync(() => _attempts.Count(a => a.Began > up + TimeSpan.FromSeconds(10) && a.Session is not null) >= 40, "forty patrons have logged in ten seconds after", seconds: 40);
        await _stop.CancelAsync();
        await Task.WhenAll(logins);

        var written = (await _app.WithDbAsync(db => db.PatronSessions.AsNoTracking().Select(s => s.Id).ToListAsync())).Select(Convert.ToHexString).ToHashSet();
        Assert.True(Granted().Count >= before + 40);
        Assert.All(Granted(), a => Assert.Contains(Convert.ToHexString(OpaqueId.Hash(a.Session!)), written));
        Assert.DoesNotContain(_attempts, a => a.Began > up + TimeSpan.FromSeconds(10) && a.Fault is not null);

        // Nobody is told that the program is at fault, and nobody's PIN is said to be wrong.
        Assert.Equal([HttpStatusCode.ServiceUnavailable], _attempts.Where(a => a.Fault is not null).Select(a => a.Fault!.Value).Distinct());
        Assert.Equal(0, await _app.WithDbAsync(db => db.LoginFailures.CountAsync()));
    }

    private List<Attempt> Granted() => [.. _attempts.Where(a => a.Session is not null)];

    private async Task LogInOnAndOnAsync(int worker)
    {
        var patrons = _ils.Patrons.Where(p => p.Scenario is null).ToList();
        for (var i = worker; !_stop.IsCancellationRequested; i += Workers)
        {
            await Task.Delay(Pause);
            using var browser = _app.Browser(from: $"198.51.{i / 250 % 250}.{i % 250}");
            var began = _app.Clock.GetUtcNow();
            var page = await browser.GetAsync("/login/habo");
            if (page.Status == HttpStatusCode.OK)
                page = await browser.GiveCardAsync(page, patrons[i % patrons.Count].Card, patrons[i % patrons.Count].Pin);
            var session = browser.Cookie(PatronSessions.CookieName);
            _attempts.Enqueue(new Attempt(began, session, session is null || page.Status != HttpStatusCode.OK ? page.Status : null));
        }
    }

    /// <param name="Began">When the patron opened the page.</param>
    /// <param name="Session">The session cookie, the one thing that lets a patron in.</param>
    /// <param name="Fault">The status of what the patron met instead, or afterwards.</param>
    private sealed record Attempt(DateTimeOffset Began, string? Session, HttpStatusCode? Fault);
}
