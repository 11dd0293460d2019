using DigitalAccess.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Oidc;

/// <summary>
/// Forgets codes, tokens and grants soon after they have ended. Kept, they would tell for every pseudonym when it was at
/// which vendor, month after month, which no other table does (ADR 5).
/// </summary>
internal sealed class OidcRetention(DigitalAccessDb db, TimeProvider clock)
{
    /// <summary>So long a code that is shown again is still known for what it is, and ends what it gave.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    /// <summary>So long an app that stayed signed in can learn why it no longer is.</summary>
    private static readonly TimeSpan ReasonKept = TimeSpan.FromDays(1);

    public async Task RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await db.OidcTickets.Where(t => t.ExpiresAt < now - Kept).ExecuteDeleteAsync(ct);
        await db.ConsentQuestions.Where(q => q.ExpiresAt < now).ExecuteDeleteAsync(ct);
        await db.OidcGrants.Where(g => g.Offline ? g.EndedAt < now - ReasonKept || g.ExpiresAt < now : g.SessionId == null && g.CreatedAt < now - Kept).ExecuteDeleteAsync(ct);

        // An app that lay unused until its refresh token had expired has nothing left to stand on.
        await db.OidcGrants.Where(g => g.Offline && g.SessionId == null && !db.OidcTickets.Any(t => t.GrantId == g.Id && t.ExpiresAt > now)).ExecuteDeleteAsync(ct);
    }
}
