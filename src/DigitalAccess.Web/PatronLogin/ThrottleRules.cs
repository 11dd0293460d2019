namespace DigitalAccess.Web.PatronLogin;

/// <summary>How often one card, device or address may fail, and how long it then waits.</summary>
/// <param name="PerWindow">Failures within <paramref name="Window"/> after which the door closes for a whole window.</param>
/// <param name="Window">The short window.</param>
/// <param name="PerDay">Failures within 24 hours after which it stays closed for the rest of them.</param>
/// <param name="Streak">Failures without a success after which it stays closed for 24 hours each time.</param>
/// <param name="Delays">The wait after the first, second … failure of a window that is not yet the last one.</param>
internal sealed record ThrottleLimits(int PerWindow, TimeSpan Window, int PerDay, int Streak, params TimeSpan[] Delays)
{
    private static readonly TimeSpan QuarterHour = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    public static readonly ThrottleLimits Card = new(5, QuarterHour, 10, 100,
        TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5));

    /// <summary>A browser that has opened this card before: strangers' failures do not count against it.</summary>
    public static readonly ThrottleLimits KnownDevice = new(10, QuarterHour, 20, 100);

    public static readonly ThrottleLimits Address = new(20, TenMinutes, int.MaxValue, int.MaxValue);

    /// <summary>A library's own premises: many patrons behind one address.</summary>
    public static readonly ThrottleLimits Premises = new(300, TenMinutes, int.MaxValue, int.MaxValue);

    /// <summary>One use, then never again: the challenges of attack mode.</summary>
    public static readonly ThrottleLimits Once = new(1, TimeSpan.FromHours(1), 1, int.MaxValue);

    public static ThrottleLimits Budget(int perTenMinutes) => new(perTenMinutes, TenMinutes, int.MaxValue, int.MaxValue);

    /// <summary>All tries at the ILS together stay one short of the failure that would lock the patron's real card there.</summary>
    public static ThrottleLimits BelowIlsLock(int locksAfter) => new(Math.Max(1, locksAfter - 1), TimeSpan.FromDays(1), Math.Max(1, locksAfter - 1), 100);

    /// <summary>Strangers leave one of the ILS's tries for the patron's own device.</summary>
    public ThrottleLimits LeavingOneBelow(int locksAfter) => this with { PerWindow = Math.Clamp(locksAfter - 2, 1, PerWindow) };
}

/// <summary>The throttle's arithmetic, on one counter whose row is locked.</summary>
internal static class ThrottleRules
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>How long the counter's door still stays closed; zero when a try may be made.</summary>
    public static TimeSpan ClosedFor(LoginThrottleCounter counter, DateTimeOffset now)
    {
        // No rule closes for more than a day: what says so was written by a clock that ran ahead.
        if (counter.ClosedUntil is not { } until || until <= now || until > now + Day + TimeSpan.FromMinutes(1))
            return TimeSpan.Zero;
        return until - now;
    }

    /// <summary>Counts a try as failed before it is made, so that simultaneous tries cannot slip under the limit.</summary>
    public static void Reserve(LoginThrottleCounter counter, ThrottleLimits limits, DateTimeOffset now)
    {
        if (now - counter.WindowStartedAt >= limits.Window || counter.WindowStartedAt > now)
            (counter.WindowFailures, counter.WindowStartedAt) = (0, now);
        if (now - counter.DayStartedAt >= Day || counter.DayStartedAt > now)
            (counter.DayFailures, counter.DayStartedAt) = (0, now);
        counter.WindowFailures++;
        counter.DayFailures++;
        counter.Streak++;
        counter.UpdatedAt = now;
        counter.ClosedUntil = ClosesUntil(counter, limits, now);
    }

    /// <summary>Takes a reserved try back: it never reached a decision of the ILS, or it succeeded.</summary>
    public static void Release(LoginThrottleCounter counter)
    {
        counter.WindowFailures = Math.Max(0, counter.WindowFailures - 1);
        counter.DayFailures = Math.Max(0, counter.DayFailures - 1);
        counter.Streak = Math.Max(0, counter.Streak - 1);
        counter.ClosedUntil = null;
    }

    private static DateTimeOffset? ClosesUntil(LoginThrottleCounter counter, ThrottleLimits limits, DateTimeOffset now)
    {
        if (counter.Streak >= limits.Streak)
            return now + Day;
        if (counter.DayFailures >= limits.PerDay)
            return counter.DayStartedAt + Day;
        if (counter.WindowFailures >= limits.PerWindow)
            return now + limits.Window;
        var delay = counter.WindowFailures <= limits.Delays.Length ? limits.Delays[counter.WindowFailures - 1] : TimeSpan.Zero;
        return delay > TimeSpan.Zero ? now + delay : null;
    }
}
