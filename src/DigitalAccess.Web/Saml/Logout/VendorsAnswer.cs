using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Rules;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Logout;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Saml.SignOn;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Saml.Logout;

/// <summary>
/// Leads the browser from the page after the sign-out to one vendor after the other and back. What the page is found by waits
/// in a cookie: a vendor gives back 80 bytes at most, and need not know it.
/// </summary>
internal sealed class VendorsAnswer(DigitalAccessDb db, RegionSnapshots region, LogoutOutbox outbox, LogoutMessages messages, ClockAndOrigin about)
{
    public const string NextPath = "/signedout/next";
    private const string CookieName = "__Host-da_signedout";

    private static readonly TimeSpan Good = TimeSpan.FromMinutes(15);

    /// <summary>Goes on to the next vendor; where there is none, or one has just led back, to the page.</summary>
    public async Task<IResult> NextAsync(HttpContext http, CancellationToken ct)
    {
        if (http.Request.Query["id"] is not [{ Length: > 0 and <= 64 } id])
            return SeeOther.To(http.Request.Cookies[CookieName] is { Length: > 0 and < 200 } page ? $"/signedout?{page}" : "/signedout");
        var t = http.Request.Query["t"] is [{ Length: > 0 and <= 64 } transaction] ? $"&t={Uri.EscapeDataString(transaction)}" : "";
        var back = $"id={Uri.EscapeDataString(id)}{t}";
        http.Response.Cookies.Append(CookieName, back, new CookieOptions
        {
            HttpOnly = true, Secure = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true, MaxAge = Good,
        });
        if (await outbox.TakeNextInTurnAsync(OpaqueId.Hash(id), ct) is not { } notice)
            return SeeOther.To($"/signedout?{back}");
        if (await MessageAsync(notice, ct) is { } message)
            return message;
        await outbox.AnsweredAsync(notice.Id, closed: false, "the service provider takes no messages about signing out any more", ct);
        return SeeOther.To($"/signedout?{back}");
    }

    /// <summary>A vendor says how it went. Only the one that was asked can say so.</summary>
    public async Task<IResult> TakeAsync(Verified<LogoutResponse> response, KnownProvider known, CancellationToken ct)
    {
        if (SamlSession.IdOf(response.Value.InResponseTo) is { } id && await db.LogoutNotices.AnyAsync(n => n.Id == id && n.Recipient == known.Provider.EntityId, ct))
            await outbox.AnsweredAsync(id, response.Value.Succeeded, response.Value.Succeeded ? null : "the service provider says that it could not", ct);
        return SeeOther.To(NextPath);
    }

    private async Task<IResult?> MessageAsync(LogoutNotice notice, CancellationToken ct)
    {
        var now = await region.GetAsync(ct);
        return await db.SamlSessions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == notice.Sid, ct) is { } session && now.Library(session.LibraryId) is { } library
            && KnownProvider.Of(now, now.ServiceProvider(notice.Recipient), about.Now) is { } known
            ? await messages.RequestAsync(SamlSession.IndexOf(notice.Id), session, known, library, ct)
            : null;
    }
}
