using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.Tests.Support;
using DigitalAccess.Web.Usage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace DigitalAccess.Web.Tests.EndToEnd;

/// <summary>kill -9 at bad moments: after a restart the figures are right and nothing is there twice.</summary>
[Collection(Timed.Name)]
public sealed class KilledWithoutWarning(TestCluster cluster)
{
    private const int Days = 40;
    private const int PerDay = 3000;

    // Counted once more from the events, in SQL of its own: what differs from the figures is a fault.
    private const string DifferentDays =
        """
        select count(*) from (
            select library_id, resource_id, day, count(*) filter (where refusal is null) as l, count(refusal) as r from usage_event group by 1, 2, 3) e
        full join usage_day d using (library_id, resource_id, day) where e.l is distinct from d.launches or e.r is distinct from d.refusals
        """;

    private const string DifferentReasons =
        """
        select count(*) from (
            select library_id, resource_id, day, refusal as reason, count(*) as n from usage_event where refusal is not null group by 1, 2, 3, 4) e
        full join refusal_day d using (library_id, resource_id, day, reason) where e.n is distinct from d.refusals
        """;

    private const string DifferentVisitors =
        """
        select count(*) from (
            select library_id, resource_id, month, count(distinct visitor_key) as n from usage_event where refusal is null group by 1, 2, 3
            union all
            select library_id, '00000000-0000-0000-0000-000000000000', month, count(distinct visitor_key) from usage_event where refusal is null group by 1, 3) e
        full join visitor_month v using (library_id, resource_id, month) where e.n is distinct from v.visitors
        """;

    /// <summary>Three workers, each killed when it has counted a few days more and has not come to the end.</summary>
    [Fact]
    public async Task A_worker_killed_in_the_middle_of_the_roll_up_leaves_right_figures_to_the_next_one()
    {
        var connection = await cluster.CreateDatabaseAsync("kill_worker");
        await FillAsync(connection);
        var killedAt = new List<long>();
        for (var kill = 0; kill < 3 && killedAt.LastOrDefault() < Days; kill++)
        {
            using var worker = await BrokerProcess.StartAsync(connection, "worker");
            var before = killedAt.LastOrDefault();
            await Eventually.HoldsAsync(async () => await CountedDaysAsync(connection) > before, $"more than {before} days are counted", seconds: 60, () => worker.Output);
            worker.Kill();
            killedAt.Add(await CountedDaysAsync(connection));
        }

        Assert.True(killedAt.Exists(days => days is > 0 and < Days), $"no kill fell into the middle of a run: {string.Join(", ", killedAt)} of {Days} days");
        using var last = await BrokerProcess.StartAsync(connection, "worker");
        await Eventually.HoldsAsync(async () => await CountedDaysAsync(connection) == Days, "all days are counted", seconds: 90, () => last.Output);

        // The last day's visitors come with it; the run that a worker may just have begun anew changes nothing.
        Assert.Equal(Days * (long)PerDay, await ScalarAsync(connection, "select sum(launches + refusals) from usage_day"));
        Assert.Equal(0L, await ScalarAsync(connection, DifferentDays));
        Assert.Equal(0L, await ScalarAsync(connection, DifferentReasons));
        Assert.Equal(0L, await ScalarAsync(connection, DifferentVisitors));
        Assert.NotEqual(0L, await ScalarAsync(connection, "select sum(visitors) from visitor_month"));
        Assert.NotEqual(0L, await ScalarAsync(connection, "select sum(refusals) from refusal_day"));
    }

    [Fact]
    public async Task A_web_process_killed_in_the_middle_of_a_login_lets_the_patron_in_at_the_next_try_and_counts_one_launch()
    {
        await using var ils = SimulatedIls.Start(new SimulatedIlsOptions { CardPrefix = "2352933" });
        var connection = await cluster.CreateDatabaseAsync("kill_web");
        await using var app = await BrokerApp.StartAsync(connection);
        var habo = await app.Given.LibraryAsync("habo", ils);
        var resource = await app.Given.ResourceAsync("lexikon");
        await app.Given.LicenceAsync(resource, habo);

        using var first = await BrokerProcess.StartAsync(connection, "web");
        var adult = ils.Patron("Adult");
        using var browser = new Browser(first.Origin);
        var form = await browser.GetAsync("/launch/lexikon?library=habo");
        ils.Fault = Sip2Fault.DelayBy(TimeSpan.FromSeconds(3));
        var caught = Assert.ThrowsAnyAsync<HttpRequestException>(() => browser.GiveCardAsync(form, adult.Card, adult.Pin));
        await Eventually.HoldsAsync(() => ils.PatronRequests == 1, "the ILS is asked");
        first.Kill();
        await caught;
        ils.Fault = Sip2Fault.None;
        Assert.Equal(0, await app.WithDbAsync(db => db.PatronSessions.CountAsync()));

        using var second = await BrokerProcess.StartAsync(connection, "web", first.Origin.Port);
        var opening = await browser.GiveCardAsync(form, adult.Card, adult.Pin);
        Assert.Contains("/launch/lexikon", opening.Body, StringComparison.Ordinal);
        var sent = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/launch/lexikon"));
        Assert.Equal("https://vendor.example/lexikon", sent.Location!.AbsoluteUri);
        Assert.Equal(1, await app.WithDbAsync(db => db.PatronSessions.CountAsync()));
        Assert.Equal(1, await app.WithDbAsync(db => db.PatronAccounts.CountAsync()));
        Assert.Equal(1, await app.WithDbAsync(db => db.UsageEvents.CountAsync()));
    }

    private static async Task FillAsync(string connectionString)
    {
        await using var app = Host.Build(connectionString);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<Data.DigitalAccessDb>();
            for (var back = 0; back <= 3; back++)
                await UsagePartitions.EnsureAsync(db, today.AddMonths(-back), CancellationToken.None);
        }

        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var fill = new NpgsqlCommand(
            """
            insert into usage_event (id, month, at, day, library_id, resource_id, door, licence_id, refusal, visitor_key)
            select gen_random_uuid(), date_trunc('month', d)::date, d, d::date, ('00000000-0000-0000-0000-0000000000' || (10 + n % 13))::uuid,
                ('00000000-0000-0000-0000-0000000001' || (10 + n % 14))::uuid, 'Portal', case when n % 10 = 0 then null else gen_random_uuid() end,
                case when n % 10 = 0 then 'licence-ended' end, decode(lpad(to_hex(n % 500), 8, '0'), 'hex')
            from generate_series(current_date - @days + 1, current_date, interval '1 day') d, generate_series(1, @perDay) n
            """, connection);
        fill.Parameters.AddWithValue("days", Days);
        fill.Parameters.AddWithValue("perDay", PerDay);
        fill.CommandTimeout = 120;
        await fill.ExecuteNonQueryAsync();
    }

    private static Task<long> CountedDaysAsync(string connection) => ScalarAsync(connection, "select count(*) from roll_up_state");

    private static async Task<long> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
