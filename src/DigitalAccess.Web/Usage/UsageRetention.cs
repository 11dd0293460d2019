using DigitalAccess.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Usage;

/// <summary>
/// Forgets what is counted to the end: a month's visitor keys when the month is over, events 30 days after their day.
/// Events of the running month stay until it is over, for its visitors are still being counted.
/// </summary>
internal sealed class UsageRetention(DigitalAccessDb db, TimeProvider clock)
{
    private const int KeepDays = 30;

    public async Task RunAsync(CancellationToken ct)
    {
        // The pool's time-out is for somebody who waits; a large region's month takes longer to forget.
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(5));
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        await UsagePartitions.EnsureAheadAsync(db, today, ct);

        // Only a month whose every day is closed may lose anything: its unique visitors are not counted again.
        var open = db.UsageEvents.Where(e => !db.RollUpStates.Any(s => s.Day == e.Day && s.Closed)).Select(e => e.Month);
        var thisMonth = new DateOnly(today.AddDays(-1).Year, today.AddDays(-1).Month, 1);
        await db.UsageEvents.Where(e => e.Month < thisMonth && e.VisitorKey != Array.Empty<byte>() && !open.Contains(e.Month))
            .ExecuteUpdateAsync(u => u.SetProperty(e => e.VisitorKey, Array.Empty<byte>()), ct);
        await db.VisitorKeyMonths.Where(k => k.Month < thisMonth && !open.Contains(k.Month)).ExecuteDeleteAsync(ct);

        var cutOff = today.AddDays(-KeepDays);
        await db.UsageEvents.Where(e => e.Month < thisMonth && e.Day < cutOff && !open.Contains(e.Month)).ExecuteDeleteAsync(ct);
        if (!await db.UsageEvents.AnyAsync(e => e.Day < cutOff, ct))
            await UsagePartitions.DropEndedBeforeAsync(db, cutOff, ct);
    }
}
