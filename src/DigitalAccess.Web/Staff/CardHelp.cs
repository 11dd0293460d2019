using DigitalAccess.Ils;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.PatronLogin;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Staff;

/// <summary>Helps a patron whom the throttle has stopped. Staff see that and until when, never the PIN or who it was.</summary>
internal sealed class CardHelp(DigitalAccessDb db, LoginThrottle throttle, AuditTrail audit, TimeProvider clock)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public async Task<CardStatus> LookUpAsync(Guid library, CardNumber card, CancellationToken ct)
    {
        if (await CardKeyAsync(library, card, ct) is not { } key || await throttle.StatusAsync(key, ct) is not { } counter)
            return new CardStatus.Free();
        var now = clock.GetUtcNow();
        var closed = ThrottleRules.ClosedFor(counter, now);
        var failures = now - counter.DayStartedAt < Day ? counter.DayFailures : 0;
        if (closed > TimeSpan.Zero)
            return new CardStatus.Closed(now + closed, Math.Max(failures, 1));
        return failures > 0 ? new CardStatus.Counted(failures) : new CardStatus.Free();
    }

    public async Task LetTryAgainAsync(StaffIdentity staff, Guid library, CardNumber card, CancellationToken ct)
    {
        if (await CardKeyAsync(library, card, ct) is { } key)
            await throttle.ResetAsync(key, ct);
        await audit.WriteAsync(AuditAction.ThrottleReset, staff.Id, library, detail: null, ct);
    }

    private async Task<byte[]?> CardKeyAsync(Guid library, CardNumber card, CancellationToken ct) =>
        await db.IlsConnections.AsNoTracking().SingleOrDefaultAsync(c => c.LibraryId == library, ct) is { } ils
            ? await throttle.CardKeyAsync(ils, card, ct)
            : null;
}

internal abstract record CardStatus
{
    private CardStatus() { }

    /// <summary>Nothing is held against the card.</summary>
    public sealed record Free : CardStatus;

    /// <summary>There have been failures in the last 24 hours, and the card may still try.</summary>
    public sealed record Counted(int Failures) : CardStatus;
    public sealed record Closed(DateTimeOffset Until, int Failures) : CardStatus;
}
