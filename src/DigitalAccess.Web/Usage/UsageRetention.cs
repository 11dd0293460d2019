using DigitalAccess.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Usage;

/// <summary>Forgets: visitor keys as soon as their month is counted to the end, events 30 days after their day.</summary>
internal sealed class UsageRetention(DigitalAccessDb db, TimeProvider clock)
{
    private const int KeepDays = 30;

    public async Task RunAsync(CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        for (var ahead = 0; ahead <= 2; ahead++)
            await UsagePartitions.EnsureAsync(db, today.AddMonths(ahead), ct);

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
