using DigitalAccess.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Logout;

/// <summary>Ends what waits for a browser that never comes, and forgets notices soon: they tell who was where.</summary>
internal static class LogoutRetention
{
    /// <summary>So long after a vendor was told, or was not, an operator can still look why.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>No vendor is told for longer than a day, so what is older than this waits for a frame that no browser opened.</summary>
    private static readonly TimeSpan KeptUnsettled = TimeSpan.FromDays(2);

    public static async Task RunAsync(DigitalAccessDb db, DateTimeOffset now, CancellationToken ct)
    {
        // Nobody has a browser when a worker ends what was left open on a shared computer; and some browsers are closed on the way.
        await db.LogoutNotices
            .Where(n => n.Way == LogoutWay.InTurn && n.State == LogoutState.Waiting && n.CreatedAt < now - LogoutReport.Shown)
            .ExecuteUpdateAsync(u => u.SetProperty(n => n.State, LogoutState.GivenUp).SetProperty(n => n.DoneAt, now)
                .SetProperty(n => n.LastFault, n => n.Attempts == 0 ? "no browser came to be led there" : "the browser did not come back with an answer"), ct);
        await db.LogoutNotices.Where(n => n.DoneAt < now - Kept || n.CreatedAt < now - KeptUnsettled).ExecuteDeleteAsync(ct);
    }
}
