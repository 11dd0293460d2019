using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Tests.Support;
using DigitalAccess.Web.Usage;
using Microsoft.EntityFrameworkCore;
using static DigitalAccess.Web.Tests.Support.TestData;

namespace DigitalAccess.Web.Tests.Usage;

/// <summary>What goes when: visitor keys with their month, launches after thirty days, tables when they are empty; the figures stay.</summary>
public sealed class ForgettingUsage(TestCluster cluster) : IAsyncLifetime
{
    private BrokerApp _app = null!;
    private Library _habo = null!;
    private Resource _kiosk = null!;
    private int _launches;

    public async ValueTask InitializeAsync()
    {
        _app = await BrokerApp.StartAsync(await cluster.CreateDatabaseAsync("forget"));
        _habo = await _app.Given.LibraryAsync("habo");
        _kiosk = await _app.Given.ResourceAsync("kiosk");
        GoTo("2030-03-20");
        foreach (var (day, visitor) in new[] { ("2030-01-31", 1), ("2030-02-17", 1), ("2030-02-18", 2), ("2030-02-18", 2), ("2030-03-10", 3) })
            await LaunchAsync(Day(day), visitor);
        await _app.WithDbAsync(async db =>
        {
            foreach (var month in new[] { "2030-01-01", "2030-02-01", "2030-03-01" })
                db.VisitorKeyMonths.Add(new VisitorKeyMonth { Month = Day(month), ProtectedKey = [1] });
            await db.SaveChangesAsync();
        });
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Fact, Trait("Case", "LAUNCH-017")]
    public async Task What_is_not_counted_is_not_forgotten()
    {
        await ForgetAsync();
        Assert.Equal(5, (await EventsAsync()).Count);
        Assert.All(await EventsAsync(), e => Assert.NotEmpty(e.VisitorKey));
        Assert.Equal(3, await _app.WithDbAsync(db => db.VisitorKeyMonths.CountAsync()));
        Assert.Contains("usage_event_203001", await TablesAsync());
    }

    [Fact, Trait("Case", "LAUNCH-017")]
    public async Task A_counted_month_loses_its_keys_at_once_its_launches_after_thirty_days_and_then_its_table()
    {
        await CountAsync();
        var visitors = await VisitorsAsync();
        await ForgetAsync();

        // Thirty days ago is 18 February.
        Assert.Equal([(Day("2030-02-18"), 0), (Day("2030-02-18"), 0), (Day("2030-03-10"), 1)], (await EventsAsync()).Select(e => (e.Day, e.VisitorKey.Length)));
        Assert.Equal([Day("2030-03-01")], await _app.WithDbAsync(db => db.VisitorKeyMonths.Select(k => k.Month).ToListAsync()));
        var tables = await TablesAsync();
        Assert.DoesNotContain("usage_event_203001", tables);
        Assert.Contains("usage_event_203002", tables);

        GoTo("2030-03-21");
        await ForgetAsync();
        Assert.Equal([Day("2030-03-10")], (await EventsAsync()).Select(e => e.Day));

        GoTo("2030-04-01");
        await CountAsync();
        await ForgetAsync();
        Assert.DoesNotContain("usage_event_203002", await TablesAsync());
        Assert.Contains("usage_event_203003", await TablesAsync());

        // Nothing that is counted changes by what is forgotten.
        Assert.Equal(5, await _app.WithDbAsync(db => db.UsageDays.SumAsync(d => d.Launches)));
        Assert.Equal(visitors, await VisitorsAsync());
        Assert.Equal([(Day("2030-01-01"), 1), (Day("2030-02-01"), 2), (Day("2030-03-01"), 1)], visitors);
    }

    [Fact, Trait("Case", "LAUNCH-017")]
    public async Task The_month_that_runs_keeps_launches_and_keys_however_old()
    {
        GoTo("2030-03-31");
        await LaunchAsync(Day("2030-03-01"), visitor: 9);
        await CountAsync();
        await ForgetAsync();
        Assert.Contains(await EventsAsync(), e => e.Day == Day("2030-03-01") && e.VisitorKey.Length == 1);
    }

    private void GoTo(string day) => _app.Clock.Advance(new DateTimeOffset(Day(day), new TimeOnly(12, 0), TimeSpan.Zero) - _app.Clock.GetUtcNow());

    private Task<bool> CountAsync() => _app.WithAsync<UsageRollUp, bool>(async r =>
    {
        await r.RunAsync(CancellationToken.None);
        return true;
    });

    private Task<bool> ForgetAsync() => _app.WithAsync<UsageRetention, bool>(async r =>
    {
        await r.RunAsync(CancellationToken.None);
        return true;
    });

    private Task<List<UsageEvent>> EventsAsync() => _app.WithDbAsync(db => db.UsageEvents.AsNoTracking().OrderBy(e => e.Day).ToListAsync());

    private Task<List<(DateOnly Month, int Visitors)>> VisitorsAsync() => _app.WithDbAsync(async db =>
        (await db.VisitorMonths.Where(m => m.ResourceId == Guid.Empty).OrderBy(m => m.Month).ToListAsync()).Select(m => (m.Month, m.Visitors)).ToList());

    private Task<List<string>> TablesAsync() => _app.WithDbAsync(db => db.Database.SqlQuery<string>(
        $"""select c.relname as "Value" from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'usage_event'::regclass""").ToListAsync());

    private Task LaunchAsync(DateOnly day, int visitor) => _app.WithDbAsync(async db =>
    {
        await UsagePartitions.EnsureAsync(db, day, CancellationToken.None);
        db.UsageEvents.Add(new UsageEvent
        {
            Id = new Guid(++_launches, 0, 0, new byte[8]), Month = new DateOnly(day.Year, day.Month, 1), At = new DateTimeOffset(day, new TimeOnly(12, 0), TimeSpan.Zero), Day = day,
            LibraryId = _habo.Id, ResourceId = _kiosk.Id, Door = Door.Oidc, LicenceId = Guid.NewGuid(), VisitorKey = [(byte)visitor],
        });
        await db.SaveChangesAsync();
    });
}
