using System.Collections.Concurrent;
using System.Net;
using DigitalAccess.LocalPostgres;
using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.EndToEnd;

/// <summary>PostgreSQL is thrown down and comes up again while patrons log in.</summary>
public sealed class WhenTheDatabaseRestarts
{
    [Fact, Trait("Case", "LOGIN-023")]
    public async Task No_login_is_granted_that_was_not_written_down_and_logins_work_again_without_a_restart()
    {
        await using var postgres = await PostgresCluster.StartAsync(new PostgresClusterOptions { Ephemeral = true, Durability = Durability.Durable });
        await postgres.CreateDatabaseAsync("restart");
        var connection = postgres.ConnectionString("restart");
        await TestCluster.MigrateAsync(connection);
        await using var ils = SimulatedIls.Start(new SimulatedIlsOptions { CardPrefix = "2352922", RandomPatrons = 300 });
        await using var app = await BrokerApp.StartAsync(connection);
        await app.Given.LibraryAsync("habo", ils);

        var granted = new ConcurrentBag<byte[]>();
        var answers = new ConcurrentBag<(DateTimeOffset At, int Status)>();
        using var stop = new CancellationTokenSource();
        var patrons = ils.Patrons.Where(p => p.Scenario is null).ToList();
        var logins = Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            for (var i = worker; !stop.IsCancellationRequested; i += 4)
            {
                await Task.Delay(150);
                using var browser = app.Browser(from: $"198.51.100.{i % 250}");
                var status = await TryAsync(browser, patrons[i % patrons.Count]);
                answers.Add((app.Clock.GetUtcNow(), status));
                if (browser.Cookie(PatronSessions.CookieName) is { } cookie)
                    granted.Add(OpaqueId.Hash(cookie));
            }
        })).ToList();

        await Task.Delay(2000);
        await postgres.RestartAsync(immediate: true);
        var up = app.Clock.GetUtcNow();
        await Task.Delay(5000);
        await stop.CancelAsync();
        await Task.WhenAll(logins);

        var written = await app.WithDbAsync(db => db.PatronSessions.AsNoTracking().Select(s => s.Id).ToListAsync());
        Assert.All(granted, id => Assert.Contains(written, w => w.AsSpan().SequenceEqual(id)));
        Assert.Contains(answers, a => a.At < up && a.Status == 200);
        var late = answers.Where(a => a.At > up + TimeSpan.FromSeconds(3)).ToList();
        Assert.NotEmpty(late);
        Assert.All(late, a => Assert.Equal(200, a.Status));
    }

    private static async Task<int> TryAsync(Browser browser, SimulatedPatron patron)
    {
        try
        {
            var form = await browser.GetAsync("/login/habo");
            if (form.Status != HttpStatusCode.OK)
                return (int)form.Status;
            return (int)(await browser.SubmitAsync(form, new() { ["card"] = patron.Card, ["pin"] = patron.Pin })).Status;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }
}
