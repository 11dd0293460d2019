using DigitalAccess.Web.Data;
using DigitalAccess.Web.PatronLogin;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Staff;

/// <summary>Finds, starts and ends staff sessions. The database decides at every request; the cookie only points.</summary>
internal sealed class StaffSessions(DigitalAccessDb db, TimeProvider clock)
{
    public const string CookieName = "__Host-da_staff";
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan Absolute = TimeSpan.FromHours(8);

    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    /// <summary>A sign of life further ahead than this is from before the clock was set back: nobody knows how old the session really is.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);

    public async Task<StaffIdentity?> FindAsync(HttpContext http, CancellationToken ct)
    {
        if (IdOf(http) is not { } id)
            return null;
        var found = await (from session in db.StaffSessions.AsNoTracking()
                           join member in db.Users on session.StaffMemberId equals member.Id
                           where session.Id == id && member.Active && member.SecurityStamp == session.Stamp
                           select new { session, member.Id, member.DisplayName, member.Role, member.LibraryId }).SingleOrDefaultAsync(ct);
        var now = clock.GetUtcNow();
        if (found is null || !IsAlive(found.session, now))
            return null;
        if (now - found.session.LastSeenAt > Freshness)
            await db.StaffSessions.Where(s => s.Id == id).ExecuteUpdateAsync(u => u.SetProperty(s => s.LastSeenAt, now), ct);
        return new StaffIdentity(found.Id, found.DisplayName, found.Role, found.LibraryId);
    }

    /// <summary>Adds a session under a new id to what the caller is about to save.</summary>
    /// <returns>The secret for <see cref="SetCookie"/>, once it is saved.</returns>
    public string Add(StaffStep step)
    {
        var secret = OpaqueId.Create();
        var now = clock.GetUtcNow();
        db.StaffSessions.Add(new StaffSession
        {
            Id = OpaqueId.Hash(secret), StaffMemberId = step.Member, Stamp = step.Stamp, StartedAt = now, LastSeenAt = now, ExpiresAt = now + Absolute,
        });
        return secret;
    }

    public async Task EndAsync(HttpContext http, CancellationToken ct)
    {
        if (IdOf(http) is { } id)
            await db.StaffSessions.Where(s => s.Id == id).ExecuteDeleteAsync(ct);
        http.Response.Cookies.Delete(CookieName, CookieRules());
    }

    public Task EndAllAsync(Guid member, CancellationToken ct) =>
        db.StaffSessions.Where(s => s.StaffMemberId == member).ExecuteDeleteAsync(ct);

    public static void SetCookie(HttpContext http, string secret) => http.Response.Cookies.Append(CookieName, secret, CookieRules());

    internal static CookieOptions CookieRules() =>
        new() { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true };

    private static byte[]? IdOf(HttpContext http) =>
        http.Request.Cookies[CookieName] is { Length: > 0 and <= 64 } secret ? OpaqueId.Hash(secret) : null;

    private static bool IsAlive(StaffSession session, DateTimeOffset now) =>
        now < session.ExpiresAt && session.LastSeenAt <= now + ClockSkew && now - session.LastSeenAt < Idle;
}
