using DigitalAccess.Web.Libraries;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>How often one card, device or address may fail, and how long it then waits.</summary>
/// <param name="PerWindow">Failures within <paramref name="Window"/> after which the door closes for a whole window.</param>
/// <param name="Window">The short window.</param>
/// <param name="PerDay">Failures within 24 hours after which it stays closed for the rest of them.</param>
/// <param name="Streak">Failures without a success after which it stays closed for 24 hours each time.</param>
/// <param name="Delays">The wait after the first, second … failure of a window that is not yet the last one.</param>
internal sealed record ThrottleLimits(int PerWindow, TimeSpan Window, int PerDay, int Streak, params TimeSpan[] Delays)
{
    private const int FewestThatCanBeShared = 4;

    /// <summary>
    /// Whether each failure prolongs the window, as where an ILS counts wrong PINs in a row: then only a quiet window, a
    /// right PIN or the library makes the count begin anew.
    /// </summary>
    public bool InARow { get; private init; }

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
    public static ThrottleLimits BelowIlsLock(IlsLock ils) => Below(ils, ils.After - 1);

    /// <summary>
    /// Of these tries, unknown browsers leave one for the patron's own device, so that strangers cannot use them up. An ILS
    /// that locks after three leaves too few to share: a patron may mistype once anywhere.
    /// </summary>
    public static ThrottleLimits StrangersBelowIlsLock(IlsLock ils) => Below(ils, ils.After >= FewestThatCanBeShared ? ils.After - 2 : ils.After - 1);

    private static ThrottleLimits Below(IlsLock ils, int tries) =>
        new(Math.Max(1, tries), ils.ForgottenAfter, int.MaxValue, int.MaxValue) { InARow = true };
}

/// <summary>The throttle's arithmetic, on one counter whose row is locked.</summary>
internal static class ThrottleRules
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>How long the counter's door still stays closed; zero when a try may be made.</summary>
    public static TimeSpan ClosedFor(LoginThrottleCounter counter, DateTimeOffset now)
    {
        // What was written in the future was written by a clock that has since been set back. It must close nobody out,
        // and a card is not given away by it: the counts stay.
        if (counter.ClosedUntil is not { } until || until <= now || counter.UpdatedAt > now + ClockSkew)
            return TimeSpan.Zero;
        return until - now;
    }

    /// <summary>Counts a try as failed before it is made, so that simultaneous tries cannot slip under the limit.</summary>
    public static void Reserve(LoginThrottleCounter counter, ThrottleLimits limits, DateTimeOffset now)
    {
        var windowBegan = limits.InARow ? counter.UpdatedAt : counter.WindowStartedAt;
        if (now - windowBegan >= limits.Window || (counter.WindowStartedAt > now + ClockSkew && !limits.InARow))
            (counter.WindowFailures, counter.WindowStartedAt) = (0, now);
        if (now - counter.DayStartedAt >= Day || counter.DayStartedAt > now + ClockSkew)
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
