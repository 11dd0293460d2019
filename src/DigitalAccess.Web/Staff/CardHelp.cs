using DigitalAccess.Ils;
using DigitalAccess.Web.PatronLogin;

namespace DigitalAccess.Web.Staff;

/// <summary>Helps a patron whom the throttle has stopped. Staff see that and until when, never the PIN or who it was.</summary>
internal sealed class CardHelp(LoginThrottle throttle, AuditTrail audit, TimeProvider clock)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public async Task<CardStatus> LookUpAsync(Guid library, CardNumber card, CancellationToken ct)
    {
        if (await throttle.StatusAsync(library, card, ct) is not { } counter)
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
        await throttle.ResetAsync(library, card, ct);
        await audit.WriteAsync(AuditAction.ThrottleReset, staff.Id, library, detail: null, ct);
    }
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
