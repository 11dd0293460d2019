using DigitalAccess.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Usage;

/// <summary>
/// Counts events into figures by library, resource and day. Every day is counted afresh as a whole, in one transaction,
/// until it is closed; so a run may stop anywhere, start again anywhere, run twice, or come after a week of silence, and
/// the figures are the same.
/// </summary>
internal sealed class UsageRollUp(DigitalAccessDb db, TimeProvider clock, ILogger<UsageRollUp> logger)
{
    /// <summary>A day stays open this long after it has ended in every time zone, for launches that were on their way.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromHours(14);

    /// <summary>The job comes each minute; while another run is still counting there is nothing for it to do.</summary>
    public async Task RunIfIdleAsync(CancellationToken ct)
    {
        // The lock is the connection's, so that a killed worker leaves nothing behind; it outlives the run's transactions.
        await db.Database.OpenConnectionAsync(ct);
        if (await TryLockAsync())
        {
            try
            {
                await RunAsync(ct);
            }
            finally
            {
                await db.Database.ExecuteSqlAsync($"select pg_advisory_unlock(hashtext('roll-up run'))", CancellationToken.None);
            }
        }

        await db.Database.CloseConnectionAsync();
    }

    public async Task RunAsync(CancellationToken ct)
    {
        // The pool's time-out is for somebody who waits; a month of a large region may take longer to count.
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(5));
        foreach (var month in (await OpenDaysAsync(ct)).GroupBy(day => new DateOnly(day.Year, day.Month, 1)))
        {
            // A month's visitors are counted with the last of its open days: whatever stops the run before that leaves the
            // day open, and the next run comes back for both.
            var days = month.ToList();
            foreach (var day in days)
                await CountAsync(day, withVisitors: day == days[^1], ct);
        }
    }

    /// <summary>Not to be cancelled: nobody would know whether the lock was taken.</summary>
    private async Task<bool> TryLockAsync() =>
        await db.Database.SqlQuery<bool>($"select pg_try_advisory_lock(hashtext('roll-up run')) as \"Value\"").SingleAsync(CancellationToken.None);

    /// <summary>Days that have events and are not closed, oldest first.</summary>
    private async Task<List<DateOnly>> OpenDaysAsync(CancellationToken ct) =>
        await db.UsageEvents
            .Where(e => !db.RollUpStates.Any(s => s.Day == e.Day && s.Closed))
            .Select(e => e.Day).Distinct().OrderBy(d => d).ToListAsync(ct);

    private async Task CountAsync(DateOnly day, bool withVisitors, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);

        // Two workers that count days of one month would both write its visitors; one of them waits. The lock ends with
        // the transaction, so a killed worker leaves nothing behind.
        var month = new DateOnly(day.Year, day.Month, 1);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('roll-up'), {month.DayNumber})", ct);
        await CountDayAsync(day, month, ct);
        if (withVisitors)
            await CountVisitorsAsync(month, ct);
        var now = clock.GetUtcNow();
        var closed = now > new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero) + Settling;
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into roll_up_state (day, counted_at, closed) values ({day}, {now}, {closed})
            on conflict (day) do update set counted_at = excluded.counted_at, closed = excluded.closed
            """, ct);
        await transaction.CommitAsync(ct);
        logger.DayCounted(day, closed);
    }

    private async Task CountDayAsync(DateOnly day, DateOnly month, CancellationToken ct) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            delete from usage_day where day = {day};
            delete from refusal_day where day = {day};
            insert into usage_day (library_id, resource_id, day, launches, refusals)
            select library_id, resource_id, day, count(*) filter (where refusal is null), count(*) filter (where refusal is not null)
            from usage_event where month = {month} and day = {day} group by library_id, resource_id, day;
            insert into refusal_day (library_id, resource_id, day, reason, refusals)
            select library_id, resource_id, day, refusal, count(*)
            from usage_event where month = {month} and day = {day} and refusal is not null group by library_id, resource_id, day, refusal
            """, ct);

    /// <summary>Different visitor keys behind granted launches; the grouping without a resource counts the whole library.</summary>
    private async Task CountVisitorsAsync(DateOnly month, CancellationToken ct) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            delete from visitor_month where month = {month};
            insert into visitor_month (library_id, resource_id, month, visitors)
            select library_id, coalesce(resource_id, '00000000-0000-0000-0000-000000000000'), {month}, count(distinct visitor_key)
            from usage_event where month = {month} and refusal is null
            group by grouping sets ((library_id, resource_id), (library_id))
            """, ct);
}
