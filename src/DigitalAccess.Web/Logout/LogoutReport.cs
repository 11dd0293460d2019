using DigitalAccess.Web.Data;
using DigitalAccess.Web.PatronLogin;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Logout;

/// <summary>What became of a session at the vendors, for the page after the sign-out: as far as we know it, and no further.</summary>
internal sealed class LogoutReport(DigitalAccessDb db, RegionSnapshots region, TimeProvider clock)
{
    /// <summary>Whoever opens the browser's history later finds nothing, and is led nowhere.</summary>
    public static readonly TimeSpan Shown = TimeSpan.FromMinutes(15);

    public async Task<LogoutSummary?> FindAsync(string? id, CancellationToken ct)
    {
        if (id is not { Length: > 0 and <= 64 })
            return null;
        var (hash, since) = (OpaqueId.Hash(id), clock.GetUtcNow() - Shown);
        var notices = await db.LogoutNotices.AsNoTracking().Where(n => n.SignOutId == hash && n.CreatedAt > since)
            .OrderBy(n => n.CreatedAt).ThenBy(n => n.Id).ToListAsync(ct);
        if (notices.Count == 0)
            return null;
        var now = await region.GetAsync(ct);
        return new LogoutSummary(
            clock.GetUtcNow() - notices[0].CreatedAt,
            notices[0].SharedComputer,
            [.. notices.GroupBy(n => n.Recipient).Select(of => new VisitedVendor(NameOf(of.Key, now), of.Max(VisitedVendor.StandingOf))).OrderBy(v => v.Name, StringComparer.CurrentCulture)],
            [.. notices.Select(n => n.Address).OfType<string>()],
            notices.Find(n => n is { Way: LogoutWay.InTurn, State: LogoutState.Waiting, Attempts: 0 }) is { } next ? NameOf(next.Recipient, now) : null);
    }

    /// <summary>The page with the frames is on its way to the browser; more than that nobody will ever know.</summary>
    public Task AskedTheBrowserAsync(string id, CancellationToken ct)
    {
        var (hash, now) = (OpaqueId.Hash(id), clock.GetUtcNow());
        return db.LogoutNotices.Where(n => n.SignOutId == hash && n.Way == LogoutWay.FrontChannel && n.State == LogoutState.Waiting)
            .ExecuteUpdateAsync(u => u.SetProperty(n => n.State, LogoutState.Done).SetProperty(n => n.DoneAt, now), ct);
    }

    private static string NameOf(string recipient, RegionSnapshot now) => now.ServiceProvider(recipient) is { } provider
        ? now.ResourceOfServiceProvider(provider.Slug)?.Name.Current ?? provider.Name
        : now.ResourceOf(recipient)?.Name.Current ?? now.Party(recipient)?.Name ?? recipient;
}

/// <param name="Age">How long ago the session ended.</param>
/// <param name="SharedComputer">Whether it was on a computer that the next person sits down at.</param>
/// <param name="Vendors">Each vendor that the session led to, by the name the patron knows.</param>
/// <param name="Frames">Addresses that the browser is asked to visit unseen.</param>
/// <param name="NextInTurn">The vendor that the browser is to be led to next; null where there is none.</param>
internal sealed record LogoutSummary(TimeSpan Age, bool SharedComputer, IReadOnlyList<VisitedVendor> Vendors, IReadOnlyList<string> Frames, string? NextInTurn);
