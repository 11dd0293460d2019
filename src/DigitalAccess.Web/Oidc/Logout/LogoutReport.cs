using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.PatronLogin;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Oidc.Logout;

/// <summary>What became of a session at the vendors, for the page after the sign-out: as far as we know it, and no further.</summary>
internal sealed class LogoutReport(DigitalAccessDb db, RegionSnapshots region, IOptions<BrokerOptions> broker, TimeProvider clock)
{
    /// <summary>Whoever opens the browser's history later finds nothing.</summary>
    private static readonly TimeSpan Shown = TimeSpan.FromMinutes(15);

    public async Task<LogoutSummary?> FindAsync(string? id, CancellationToken ct)
    {
        if (id is not { Length: > 0 and <= 64 })
            return null;
        var (hash, since) = (OpaqueId.Hash(id), clock.GetUtcNow() - Shown);
        var notices = await db.LogoutNotices.AsNoTracking().Where(n => n.SignOutId == hash && n.CreatedAt > since).ToListAsync(ct);
        if (notices.Count == 0)
            return null;
        var now = await region.GetAsync(ct);
        return new LogoutSummary(
            clock.GetUtcNow() - notices[0].CreatedAt,
            notices[0].SharedComputer,
            [.. notices.GroupBy(n => n.ClientId).Select(of => new VisitedVendor(NameOf(of.Key, now), of.Max(VisitedVendor.StandingOf))).OrderBy(v => v.Name, StringComparer.CurrentCulture)],
            [.. notices.Where(n => n.Way == LogoutWay.FrontChannel).Select(n => FrameOf(n, now)).OfType<string>()]);
    }

    /// <summary>The page with the frames is on its way to the browser; more than that nobody will ever know.</summary>
    public Task AskedTheBrowserAsync(string id, CancellationToken ct)
    {
        var (hash, now) = (OpaqueId.Hash(id), clock.GetUtcNow());
        return db.LogoutNotices.Where(n => n.SignOutId == hash && n.Way == LogoutWay.FrontChannel && n.State == LogoutState.Waiting)
            .ExecuteUpdateAsync(u => u.SetProperty(n => n.State, LogoutState.Done).SetProperty(n => n.DoneAt, now), ct);
    }

    /// <summary>Front-Channel Logout 1.0, section 2.</summary>
    private string? FrameOf(LogoutNotice notice, RegionSnapshot now) => now.Party(notice.ClientId)?.FrontChannelLogoutUri is { } address
        ? QueryHelpers.AddQueryString(address, new Dictionary<string, string?> { ["iss"] = broker.Value.Issuer, [NameTheSignIn.SessionId] = notice.Sid.ToString() })
        : null;

    private static string NameOf(string client, RegionSnapshot now) => now.ResourceOf(client)?.Name.Current ?? now.Party(client)?.Name ?? client;
}

/// <param name="Age">How long ago the session ended.</param>
/// <param name="SharedComputer">Whether it was on a computer that the next person sits down at.</param>
/// <param name="Vendors">Each vendor that the session led to, by the name the patron knows.</param>
/// <param name="Frames">Addresses that the browser is asked to visit unseen.</param>
internal sealed record LogoutSummary(TimeSpan Age, bool SharedComputer, IReadOnlyList<VisitedVendor> Vendors, IReadOnlyList<string> Frames);

internal sealed record VisitedVendor(string Name, VendorStanding Standing)
{
    public static VendorStanding StandingOf(LogoutNotice notice) => notice switch
    {
        { Way: LogoutWay.None } => VendorStanding.CannotBeTold,
        { Way: LogoutWay.FrontChannel } => VendorStanding.Asked,
        { State: LogoutState.Done } => VendorStanding.Closed,
        { State: LogoutState.GivenUp } => VendorStanding.NotClosed,
        { LastFault: not null } => VendorStanding.NotReached,
        _ => VendorStanding.Closing,
    };
}

/// <summary>How it stands with one vendor; of several sign-ins at the same, the worst counts, which is the later here.</summary>
internal enum VendorStanding
{
    Closed,

    /// <summary>The first attempt is under way.</summary>
    Closing,

    /// <summary>The browser was asked, and nobody can see whether it worked.</summary>
    Asked,

    /// <summary>It did not work yet, and is tried again.</summary>
    NotReached,

    /// <summary>It did not work, and is not tried again.</summary>
    NotClosed,

    /// <summary>There is no way.</summary>
    CannotBeTold,
}
