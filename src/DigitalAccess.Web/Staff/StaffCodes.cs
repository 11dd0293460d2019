using DigitalAccess.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Staff;

/// <summary>The second half of a staff sign-in: the one-time code, or the first code of an authenticator that was just set up.</summary>
internal sealed class StaffCodes(
    DigitalAccessDb db, StaffLockout lockout, StaffSecrets secrets, StaffSessions sessions, StaffAttempts attempts, TimeProvider clock)
{
    public async Task<CodeResult> GiveAsync(StaffStep step, string? code, CancellationToken ct)
    {
        var member = await db.Users.AsNoTracking().SingleOrDefaultAsync(m => m.Id == step.Member && m.Active && m.SecurityStamp == step.Stamp, ct);
        if (member is null || SecretFor(member, step) is not { } secret)
            return new CodeResult.StartAgain();

        var admitted = await lockout.ReserveAsync(member.Id, ct);
        if (!admitted || Totp.Match(secret, code, clock.GetUtcNow()) is not { } matched)
        {
            await attempts.FailedAsync("code", member.Id, ct);
            return new CodeResult.Wrong();
        }

        if (await SignInAsync(member, step, matched, ct) is { } session)
            return new CodeResult.SignedIn(session);
        await attempts.FailedAsync("code used before", member.Id, ct);
        return new CodeResult.Wrong();
    }

    /// <summary>A step that was begun to set up an authenticator cannot sign in to an account that has got one since, nor the reverse.</summary>
    private byte[]? SecretFor(StaffMember member, StaffStep step)
    {
        if (member.TwoFactorEnabled)
            return step.NewSecret is null && member.ProtectedTotpSecret is { } text ? secrets.Open(text) : null;
        return step.NewSecret;
    }

    /// <summary>
    /// The code is used up, the failures are void, the session starts and the audit entry is written, or none of it. The
    /// UPDATE decides which of two simultaneous tries has the code, and holds the member's row, so that a password set at
    /// the same moment ends this session too. A last step in the future was written by a clock that has since been set
    /// back; it must not lock anybody out until that time comes again.
    /// </summary>
    /// <returns>The session's secret; null when the code had been used.</returns>
    private async Task<string?> SignInAsync(StaffMember member, StaffStep step, long matched, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var latest = Totp.LatestPossible(clock.GetUtcNow());
        var secret = step.NewSecret is { } fresh ? secrets.Seal(fresh) : member.ProtectedTotpSecret;
        var used = await db.Users
            .Where(m => m.Id == member.Id && m.Active && m.SecurityStamp == step.Stamp && m.TwoFactorEnabled == (step.NewSecret == null)
                && (m.LastTotpStep < matched || m.LastTotpStep > latest))
            .ExecuteUpdateAsync(u => u
                .SetProperty(m => m.LastTotpStep, matched)
                .SetProperty(m => m.ProtectedTotpSecret, secret)
                .SetProperty(m => m.TwoFactorEnabled, true)
                .SetProperty(m => m.AccessFailedCount, 0)
                .SetProperty(m => m.LockoutEnd, (DateTimeOffset?)null), ct);
        if (used != 1)
            return null;

        var session = sessions.Add(step);
        attempts.Succeeded(member.Id, enrolled: step.NewSecret is not null);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return session;
    }
}

/// <summary>What giving a one-time code came to.</summary>
internal abstract record CodeResult
{
    private CodeResult() { }

    /// <param name="SessionSecret">What the browser's cookie must carry.</param>
    public sealed record SignedIn(string SessionSecret) : CodeResult
    {
        public override string ToString() => nameof(SignedIn);
    }

    /// <summary>Wrong, used before, or the account is closed for a while.</summary>
    public sealed record Wrong : CodeResult;

    /// <summary>The password has to be given again.</summary>
    public sealed record StartAgain : CodeResult;
}
