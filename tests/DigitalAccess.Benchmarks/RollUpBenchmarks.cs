using BenchmarkDotNet.Attributes;
using DigitalAccess.LocalPostgres;
using DigitalAccess.Web;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Usage;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DigitalAccess.Benchmarks;

/// <summary>Counting a month of a region on a real PostgreSQL: 13 libraries, 14 resources, thirty days, all of them open.</summary>
[SimpleJob(warmupCount: 1, iterationCount: 3, invocationCount: 1)]
public class RollUpBenchmarks
{
    private const int Days = 30;
    private PostgresCluster _postgres = null!;
    private WebApplication _app = null!;

    [Params(30_000, 300_000)]
    public int Launches { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _postgres = await PostgresCluster.StartAsync(new PostgresClusterOptions { Ephemeral = true, Durability = Durability.Durable });
        await _postgres.CreateDatabaseAsync("month");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:DigitalAccess"] = _postgres.ConnectionString("month"), ["DigitalAccess:Origin"] = "http://localhost:5080",
        });
        builder.Logging.ClearProviders();
        _app = builder.AddDigitalAccess().Build();
        await using var scope = _app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DigitalAccessDb>();
        await db.Database.MigrateAsync();
        await FillAsync(db);
        await CountAMonthAsync();
        if (await db.UsageDays.SumAsync(d => d.Launches + d.Refusals) != Launches)
            throw new InvalidOperationException("The benchmark's month is not counted right.");
    }

    [IterationSetup]
    public void Reopen()
    {
        using var scope = _app.Services.CreateScope();
        scope.ServiceProvider.GetRequiredService<DigitalAccessDb>().RollUpStates.ExecuteDelete();
    }

    [Benchmark]
    public async Task CountAMonthAsync()
    {
        await using var scope = _app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<UsageRollUp>().RunAsync(CancellationToken.None);
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await _app.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    private async Task FillAsync(DigitalAccessDb db)
    {
        var month = new DateOnly(2026, 6, 1);
        await UsagePartitions.EnsureAsync(db, month, CancellationToken.None);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into usage_event (id, month, at, day, library_id, resource_id, door, licence_id, refusal, visitor_key)
            select gen_random_uuid(), {month}, {month} + n % {Days}, {month} + n % {Days}, ('00000000-0000-0000-0000-0000000000' || (10 + n % 13))::uuid,
                ('00000000-0000-0000-0000-0000000001' || (10 + n % 14))::uuid, 'Portal', case when n % 10 = 0 then null else gen_random_uuid() end,
                case when n % 10 = 0 then 'licence-ended' end, decode(lpad(to_hex(n % 5000), 32, '0'), 'hex')
            from generate_series(1, {Launches}) n
            """);
        await db.Database.ExecuteSqlAsync($"analyze usage_event");
    }
}
