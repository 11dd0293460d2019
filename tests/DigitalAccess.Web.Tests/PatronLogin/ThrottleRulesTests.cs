using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;

namespace DigitalAccess.Web.Tests.PatronLogin;

/// <summary>The throttle's arithmetic on one counter, without a database.</summary>
public sealed class ThrottleRulesTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_waits_grow_and_the_window_then_closes()
    {
        var counter = Fresh();
        var waits = new List<double>();
        var now = Start;
        for (var i = 0; i < 5; i++)
        {
            ThrottleRules.Reserve(counter, ThrottleLimits.Card, now);
            var wait = ThrottleRules.ClosedFor(counter, now);
            waits.Add(wait.TotalMinutes);
            now += wait;
        }

        Assert.Equal([0, 0, 2, 5, 15], waits);
    }

    [Fact]
    public void A_try_that_decided_nothing_leaves_no_trace()
    {
        var counter = Fresh();
        for (var i = 0; i < 50; i++)
        {
            ThrottleRules.Reserve(counter, ThrottleLimits.Card, Start);
            ThrottleRules.Release(counter);
        }

        Assert.Equal((0, 0, 0), (counter.WindowFailures, counter.DayFailures, counter.Streak));
        Assert.Equal(TimeSpan.Zero, ThrottleRules.ClosedFor(counter, Start));
    }

    [Fact, Trait("Case", "LOGIN-025")]
    public void A_clock_that_ran_ahead_closes_nothing_for_longer_than_a_day()
    {
        var counter = Fresh();
        var ahead = Start.AddDays(40);
        for (var i = 0; i < 5; i++)
            ThrottleRules.Reserve(counter, ThrottleLimits.Card, ahead);
        Assert.True(ThrottleRules.ClosedFor(counter, ahead) > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, ThrottleRules.ClosedFor(counter, Start));

        // The windows that began in the future begin anew.
        ThrottleRules.Reserve(counter, ThrottleLimits.Card, Start);
        Assert.Equal((1, Start), (counter.WindowFailures, counter.WindowStartedAt));
    }

    [Fact]
    public void A_day_bears_ten_failures_however_they_are_spread()
    {
        var counter = Fresh();
        var now = Start;
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(TimeSpan.Zero, ThrottleRules.ClosedFor(counter, now));
            ThrottleRules.Reserve(counter, ThrottleLimits.Card, now);
            now = now.AddMinutes(16);
        }

        Assert.Equal(Start.AddDays(1) - now, ThrottleRules.ClosedFor(counter, now));
    }

    [Theory]
    [InlineData(3, 2, 2)]
    [InlineData(4, 3, 2)]
    [InlineData(5, 4, 3)]
    [InlineData(10, 9, 8)]
    public void All_tries_stay_one_below_the_ILSs_lock_and_strangers_one_below_that_where_there_are_enough(int locksAfter, int all, int strangers)
    {
        var ils = new IlsLock(locksAfter, TimeSpan.FromDays(30));
        Assert.Equal(all, TriesUntilClosed(ThrottleLimits.BelowIlsLock(ils), every: TimeSpan.FromDays(7)));
        Assert.Equal(strangers, TriesUntilClosed(ThrottleLimits.StrangersBelowIlsLock(ils), every: TimeSpan.FromDays(7)));
    }

    [Fact]
    public void What_the_ILS_counts_in_a_row_is_forgotten_after_a_quiet_time_only()
    {
        var limits = ThrottleLimits.BelowIlsLock(new IlsLock(4, TimeSpan.FromDays(30)));
        var counter = Fresh();
        ThrottleRules.Reserve(counter, limits, Start);
        ThrottleRules.Reserve(counter, limits, Start.AddDays(29));
        ThrottleRules.Reserve(counter, limits, Start.AddDays(58));
        Assert.Equal(TimeSpan.FromDays(30), ThrottleRules.ClosedFor(counter, Start.AddDays(58)));
        Assert.Equal(TimeSpan.Zero, ThrottleRules.ClosedFor(counter, Start.AddDays(88)));
        ThrottleRules.Reserve(counter, limits, Start.AddDays(88));
        Assert.Equal(1, counter.WindowFailures);
    }

    [Fact, Trait("Case", "LOGIN-025")]
    public void A_clock_that_was_two_hours_ahead_keeps_nobody_waiting_two_hours()
    {
        var counter = Fresh();
        for (var i = 0; i < 5; i++)
            ThrottleRules.Reserve(counter, ThrottleLimits.Card, Start.AddHours(2));
        Assert.Equal(TimeSpan.Zero, ThrottleRules.ClosedFor(counter, Start));
        Assert.Equal(5, counter.Streak);
    }

    private static int TriesUntilClosed(ThrottleLimits limits, TimeSpan every)
    {
        var (counter, now, tries) = (Fresh(), Start, 0);
        for (; ThrottleRules.ClosedFor(counter, now) == TimeSpan.Zero && tries < 100; tries++, now += every)
            ThrottleRules.Reserve(counter, limits, now);
        return tries;
    }

    private static LoginThrottleCounter Fresh() => new()
    {
        Key = [1], WindowFailures = 0, WindowStartedAt = Start, DayFailures = 0, DayStartedAt = Start, Streak = 0, UpdatedAt = Start,
    };
}
