using System.Globalization;
using DigitalAccess.Web.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DigitalAccess.Web.Usage;

/// <summary>One table per month of events, so that a month that has had its time is dropped as a whole.</summary>
internal static class UsagePartitions
{
    private const string Prefix = "usage_event_";

    /// <summary>This month and the two that come, so that nobody waits for a table at midnight.</summary>
    public static async Task EnsureAheadAsync(DigitalAccessDb db, DateOnly today, CancellationToken ct)
    {
        for (var ahead = 0; ahead <= 2; ahead++)
            await EnsureAsync(db, today.AddMonths(ahead), ct);
    }

    public static async Task EnsureAsync(DigitalAccessDb db, DateOnly month, CancellationToken ct)
    {
#pragma warning disable EF1002 // Identifiers and bounds are made of digits; there is no way to pass them as parameters of DDL.
        await db.Database.ExecuteSqlRawAsync(Sql(month), ct);
#pragma warning restore EF1002
    }

    public static async Task EnsureAsync(NpgsqlDataSource database, DateOnly month, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql(month));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Drops every month that ended before the day.</summary>
    public static async Task DropEndedBeforeAsync(DigitalAccessDb db, DateOnly day, CancellationToken ct)
    {
        var names = await db.Database.SqlQuery<string>(
            $"""
            select c.relname as "Value" from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'usage_event'::regclass
            """).ToListAsync(ct);
        foreach (var name in names.Where(n => DateOnly.TryParseExact(n[Prefix.Length..] + "01", "yyyyMMdd", out var month) && month.AddMonths(1) <= day))
        {
#pragma warning disable EF1002 // A name from the catalogue that consists of our prefix and six digits.
            await db.Database.ExecuteSqlRawAsync($"drop table if exists {name}", ct);
#pragma warning restore EF1002
        }
    }

    private static string Sql(DateOnly month)
    {
        var first = new DateOnly(month.Year, month.Month, 1);
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{first:yyyyMM}");
        var from = first.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var to = first.AddMonths(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return $"""
            do $$ begin
                perform pg_advisory_xact_lock(hashtext('{Prefix}'));
                create table if not exists {name} partition of usage_event for values from ('{from}') to ('{to}');
            end $$
            """;
    }
}
