using DigitalAccess.Web.Data;
using DigitalAccess.Web.Keys;
using DigitalAccess.Web.Logout;
using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Saml;
using DigitalAccess.Web.Saml.Certificates;
using DigitalAccess.Web.Usage;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Worker;

/// <summary>Forgets what has had its time, and keeps keys and partitions ahead of need.</summary>
internal sealed class HousekeepingJob(DigitalAccessDb db, UsageRetention usage, OidcRetention oidc, SamlRetention saml, SigningKeyMaker signingKeys, CertificateMaker certificates, DataProtectionRotation keys, TimeProvider clock)
{
    public const string Id = "housekeeping";

    public async Task RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        keys.EnsureKey();
        await signingKeys.RotateAsync(ct);
        await certificates.RotateAsync(ct);

        // Those on shared computers end by EndSharedSessionsJob, which tells the vendors.
        await db.PatronSessions.Where(s => s.ExpiresAt < now && !s.SharedComputer).ExecuteDeleteAsync(ct);
        await db.BegunSessions.Where(b => b.EndedAt < now.AddDays(-1)).ExecuteDeleteAsync(ct);
        await db.SignInTransactions.Where(t => t.ExpiresAt < now).ExecuteDeleteAsync(ct);
        await db.UsedClientAssertions.Where(a => a.ExpiresAt < now).ExecuteDeleteAsync(ct);
        await db.StaffSessions.Where(s => s.ExpiresAt < now).ExecuteDeleteAsync(ct);
        await db.AuditEntries.Where(e => e.At < now.AddYears(-2)).ExecuteDeleteAsync(ct);
        await db.LoginFailures.Where(f => f.At < now.AddDays(-30)).ExecuteDeleteAsync(ct);

        // A counter that nothing has touched for 30 days holds no rule any more: none counts for longer.
        await db.LoginThrottleCounters.Where(c => c.UpdatedAt < now.AddDays(-30)).ExecuteDeleteAsync(ct);
        await db.LibraryAttackModes.Where(m => m.EndsAt < now).ExecuteDeleteAsync(ct);
        await oidc.RunAsync(ct);
        await saml.RunAsync(ct);
        await LogoutRetention.RunAsync(db, now, ct);

        // Last, because it rewrites a whole month and may take minutes.
        await usage.RunAsync(ct);
    }
}
