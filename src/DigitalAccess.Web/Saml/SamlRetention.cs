using DigitalAccess.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Saml;

/// <summary>Forgets requests, their IDs and sign-ins soon after they have ended: kept, they would tell who was where.</summary>
internal sealed class SamlRetention(DigitalAccessDb db, TimeProvider clock)
{
    /// <summary>As long as the page after a sign-out leads anywhere.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(30);

    /// <summary>Whoever fetches metadata at the common address may call itself anything, and each name is a row.</summary>
    private static readonly TimeSpan KeptOfTheNameless = TimeSpan.FromDays(90);

    public async Task RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await db.SamlMessages.Where(m => m.ExpiresAt < now).ExecuteDeleteAsync(ct);
        await db.WaitingRequests.Where(r => r.ExpiresAt < now).ExecuteDeleteAsync(ct);
        await db.CertificateSightings.Where(s => s.ServiceProvider == "" && s.LastAt < now - KeptOfTheNameless).ExecuteDeleteAsync(ct);
        await db.SamlSessions.Where(s => s.EndedAt < now - Kept || (s.SessionId == null && s.CreatedAt < now - Kept)).ExecuteDeleteAsync(ct);
    }
}
