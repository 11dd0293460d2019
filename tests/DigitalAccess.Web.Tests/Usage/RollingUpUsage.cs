using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Hosting.Commands;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Tests.Support;
using DigitalAccess.Web.Usage;
using DigitalAccess.Web.Worker;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static DigitalAccess.Web.Tests.Support.TestData;

namespace DigitalAccess.Web.Tests.Usage;

public sealed class RollingUpUsage(TestCluster cluster) : IAsyncLifetime
{
    private BrokerApp _app = null!;
    private Library _habo = null!;
    private Resource _kiosk = null!;
    private int _launches;

    public async ValueTask InitializeAsync()
    {
        _app = await BrokerApp.StartAsync(await cluster.CreateDatabaseAsync("rollup"));
        _habo = await _app.Given.LibraryAsync("habo");
        _kiosk = await _app.Given.ResourceAsync("kiosk");
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Launches_refusals_and_different_visitors_are_counted_by_day_and_month()
    {
        await LaunchAsync("2026-11-02", visitor: 1);
        await LaunchAsync("2026-11-02", visitor: 1);
        await LaunchAsync("2026-11-02", visitor: 2, refusal: "licence-ended");
        await LaunchAsync("2026-11-03", visitor: 3);
        await RollUpAsync();

        Assert.Equal([(Day("2026-11-02"), 2, 1), (Day("2026-11-03"), 1, 0)], await DaysAsync());
        Assert.Equal(2, await VisitorsAsync(_kiosk.Id));
        Assert.Equal(2, await VisitorsAsync(Guid.Empty));
        var refusal = await _app.WithDbAsync(db => db.RefusalDays.SingleAsync());
        Assert.Equal(("licence-ended", 1), (refusal.Reason, refusal.Refusals));
    }

    [Fact]
    public async Task Running_twice_or_ten_at_once_changes_nothing()
    {
        // Today is open, so every run counts it and the month's visitors afresh; a closed day would be left alone.
        var today = DateOnly.FromDateTime(_app.Clock.GetUtcNow().UtcDateTime);
        for (var i = 0; i < 20; i++)
            await LaunchAsync(today, visitor: i % 7, refusal: i == 19 ? "too-young" : null);
        await RollUpAsync();
        var once = await DaysAsync();
        Assert.Equal([(today, 19, 1)], once);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => RollUpAsync()));
        Assert.Equal(once, await DaysAsync());
        Assert.Equal(7, await VisitorsAsync(Guid.Empty));
        Assert.Equal(1, (await _app.WithDbAsync(db => db.RefusalDays.SingleAsync())).Refusals);
    }

    [Fact]
    public async Task A_run_that_finds_another_one_counting_leaves_at_once_and_the_next_one_counts()
    {
        var today = DateOnly.FromDateTime(_app.Clock.GetUtcNow().UtcDateTime);
        await LaunchAsync(today, visitor: 1);
        await using var other = new Npgsql.NpgsqlConnection(_app.ConnectionString + ";Pooling=false");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using (var counting = new Npgsql.NpgsqlCommand("select pg_advisory_lock(hashtext('roll-up run'))", other))
            await counting.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        await RunJobAsync();
        Assert.Empty(await DaysAsync());
        await using (var done = new Npgsql.NpgsqlCommand("select pg_advisory_unlock(hashtext('roll-up run'))", other))
            await done.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < 3; i++)
        {
            await LaunchAsync(today, visitor: 1);
            await RunJobAsync();
            Assert.Equal(2 + i, Assert.Single(await DaysAsync()).Launches);
        }
    }

    [Fact]
    public async Task A_run_that_fails_is_said_and_left_to_the_next_minute()
    {
        await LaunchAsync("2026-11-02", visitor: 1);
        await _app.WithDbAsync(db => db.Database.ExecuteSqlAsync($"alter table usage_day rename to usage_day_away"));
        await RunJobAsync();
        Assert.Contains(_app.Logs.Lines, line => line.Contains("Usage could not be counted", StringComparison.Ordinal));

        await _app.WithDbAsync(db => db.Database.ExecuteSqlAsync($"alter table usage_day_away rename to usage_day"));
        await RunJobAsync();
        Assert.Single(await DaysAsync());
    }

    [Fact]
    public async Task A_week_of_silence_is_caught_up_with_and_late_launches_of_open_days_are_added()
    {
        var today = DateOnly.FromDateTime(_app.Clock.GetUtcNow().UtcDateTime);
        for (var back = 7; back >= 0; back--)
            await LaunchAsync(today.AddDays(-back), visitor: back);
        await RollUpAsync();
        Assert.Equal(8, (await DaysAsync()).Count);
        await LaunchAsync(today, visitor: 99);
        await RollUpAsync();
        Assert.Equal(2, (await DaysAsync())[^1].Launches);
    }

    [Fact]
    public async Task A_closed_day_is_not_counted_again_and_an_open_one_is()
    {
        var today = DateOnly.FromDateTime(_app.Clock.GetUtcNow().UtcDateTime);
        await LaunchAsync(today.AddDays(-3), visitor: 1);
        await LaunchAsync(today, visitor: 1);
        await RollUpAsync();
        var states = await _app.WithDbAsync(db => db.RollUpStates.OrderBy(s => s.Day).Select(s => s.Closed).ToListAsync());
        Assert.Equal([true, false], states);
    }

    [Fact]
    public async Task Forgetting_may_take_longer_than_somebody_who_waits_for_a_page_would()
    {
        var old = DateOnly.FromDateTime(_app.Clock.GetUtcNow().UtcDateTime).AddDays(-70);
        var connection = await cluster.CreateDatabaseAsync("forgetting");
        await using var impatient = await BrokerApp.StartAsync(connection + ";Command Timeout=1");
        await impatient.WithDbAsync(async db =>
        {
            db.VisitorKeyMonths.Add(new VisitorKeyMonth { Month = new DateOnly(old.Year, old.Month, 1), ProtectedKey = [1] });
            await db.SaveChangesAsync();
        });

        await using var other = new Npgsql.NpgsqlConnection(connection);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var busy = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var locking = new Npgsql.NpgsqlCommand("lock table visitor_key_month", other, busy))
            await locking.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var forgetting = impatient.WithAsync<UsageRetention, bool>(async r =>
        {
            await r.RunAsync(CancellationToken.None);
            return true;
        });
        await Eventually.HoldsAsync(async () => await HeldUpAsync(other) > 0, "forgetting has waited for longer than a page would");
        await busy.RollbackAsync(TestContext.Current.CancellationToken);

        await forgetting;
        Assert.Empty(await impatient.WithDbAsync(db => db.VisitorKeyMonths.ToListAsync()));
    }

    [Fact]
    public async Task A_month_s_key_that_the_database_has_forgotten_is_in_no_memory_either()
    {
        var keys = _app.Services.GetRequiredService<VisitorKeys>();
        var (patron, november) = (Guid.NewGuid(), new DateOnly(2026, 11, 1));
        var before = await keys.ForAsync(patron, november, CancellationToken.None);
        await keys.ForAsync(patron, november.AddMonths(1), CancellationToken.None);
        await _app.WithDbAsync(db => db.VisitorKeyMonths.Where(k => k.Month == november).ExecuteDeleteAsync());

        Assert.NotEqual(before, await keys.ForAsync(patron, november, CancellationToken.None));
    }

    [Fact]
    public async Task Migrating_makes_the_months_to_come_and_forgets_nothing()
    {
        _app.Clock.Advance(new DateTimeOffset(2030, 1, 15, 12, 0, 0, TimeSpan.Zero) - _app.Clock.GetUtcNow());
        await _app.WithDbAsync(async db =>
        {
            db.VisitorKeyMonths.Add(new VisitorKeyMonth { Month = new DateOnly(2026, 1, 1), ProtectedKey = [1] });
            await db.SaveChangesAsync();
        });

        await _app.WithAsync<IServiceProvider, int>(services => Migrate.RunAsync(services, TextWriter.Null, CancellationToken.None));

        Assert.Single(await _app.WithDbAsync(db => db.VisitorKeyMonths.ToListAsync()));
        var months = await _app.WithDbAsync(db => db.Database.SqlQuery<string>($"select relname::text as \"Value\" from pg_class where relname like 'usage_event_2030__'").ToListAsync());
        Assert.Equal(["usage_event_203001", "usage_event_203002", "usage_event_203003"], months.Order());
    }

    [Fact]
    public async Task A_launch_is_counted_though_the_months_partition_was_never_made()
    {
        _app.Clock.Advance(TimeSpan.FromDays(400));
        var now = _app.Clock.GetUtcNow();
        await _app.WithAsync<UsageRecorder, string?>(usage => usage.RecordAsync(
            new Visitor(Guid.NewGuid(), [1]), _habo, _kiosk, new EntitlementDecision.Granted(Guid.NewGuid()), Door.Portal, "attempt", CancellationToken.None));
        Assert.Equal(_habo.LocalDate(now), (await _app.WithDbAsync(db => db.UsageEvents.SingleAsync())).Day);
    }

    /// <summary>How many statements wait for a lock since before the impatient node's timeout of one second.</summary>
    private static async Task<long> HeldUpAsync(Npgsql.NpgsqlConnection connection)
    {
        await using var count = new Npgsql.NpgsqlCommand(
            """
            select count(*) from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock' and query_start < clock_timestamp() - interval '1.5 seconds'
            """, connection);
        return (long)(await count.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private Task<bool> RollUpAsync() => _app.WithAsync<UsageRollUp, bool>(async r =>
    {
        await r.RunAsync(CancellationToken.None);
        return true;
    });

    private Task<bool> RunJobAsync() => _app.WithAsync<RollUpUsageJob, bool>(async job =>
    {
        await job.RunAsync(CancellationToken.None);
        return true;
    });

    private Task LaunchAsync(string day, int visitor, string? refusal = null) => LaunchAsync(Day(day), visitor, refusal);

    private Task LaunchAsync(DateOnly day, int visitor, string? refusal = null) => _app.WithDbAsync(async db =>
    {
        await UsagePartitions.EnsureAsync(db, day, CancellationToken.None);
        db.UsageEvents.Add(new UsageEvent
        {
            Id = new Guid(++_launches, 0, 0, new byte[8]), Month = new DateOnly(day.Year, day.Month, 1), At = new DateTimeOffset(day, new TimeOnly(12, 0), TimeSpan.Zero), Day = day,
            LibraryId = _habo.Id, ResourceId = _kiosk.Id, Door = Door.Oidc, LicenceId = refusal is null ? Guid.NewGuid() : null, Refusal = refusal, VisitorKey = [(byte)visitor],
        });
        await db.SaveChangesAsync();
    });

    private Task<List<(DateOnly Day, int Launches, int Refusals)>> DaysAsync() => _app.WithDbAsync(async db =>
        (await db.UsageDays.OrderBy(d => d.Day).ToListAsync()).Select(d => (d.Day, d.Launches, d.Refusals)).ToList());

    private Task<int> VisitorsAsync(Guid resource) => _app.WithDbAsync(db => db.VisitorMonths.Where(m => m.ResourceId == resource).Select(m => m.Visitors).SingleAsync());
}
