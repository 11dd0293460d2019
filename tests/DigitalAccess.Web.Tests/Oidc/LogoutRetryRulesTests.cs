using DigitalAccess.Web.Logout;
using DigitalAccess.Web.Oidc.Logout;

namespace DigitalAccess.Web.Tests.Oidc;

public sealed class LogoutRetryRulesTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 10)]
    [InlineData(3, 30)]
    [InlineData(4, 60)]
    [InlineData(7, 15 * 60)]
    [InlineData(8, 60 * 60)]
    [InlineData(25, 60 * 60)]
    public void The_pauses_grow(int attempt, int seconds) =>
        Assert.Equal(new LogoutStep(LogoutState.Waiting, Start.AddSeconds(seconds), "away", 0), LogoutRetryRules.Decide(Notice(attempt), new LogoutAnswer.Failed("away"), Start));

    [Fact]
    public void A_vendor_that_is_away_is_asked_for_a_day_and_some_thirty_times()
    {
        var (now, attempt) = (Start, 1);
        while (LogoutRetryRules.Decide(Notice(attempt), new LogoutAnswer.Failed("away"), now) is { NextAttemptAt: { } next })
            (now, attempt) = (next, attempt + 1);
        Assert.InRange(now - Start, TimeSpan.FromHours(23), TimeSpan.FromHours(24));
        Assert.InRange(attempt, 25, 35);
        Assert.Equal(LogoutState.GivenUp, LogoutRetryRules.Decide(Notice(attempt), new LogoutAnswer.Failed("away"), now).State);
    }

    [Fact]
    public void A_vendor_that_says_no_is_asked_three_times_however_often_it_was_away_before()
    {
        var no = new LogoutAnswer.Refused("no");
        Assert.Equal(new LogoutStep(LogoutState.Waiting, Start.AddMinutes(1), "no", 1), LogoutRetryRules.Decide(Notice(6), no, Start));
        Assert.Equal(new LogoutStep(LogoutState.Waiting, Start.AddMinutes(10), "no", 2), LogoutRetryRules.Decide(Notice(7, 1), no, Start));
        Assert.Equal(new LogoutStep(LogoutState.GivenUp, null, "no", 3), LogoutRetryRules.Decide(Notice(8, 2), no, Start));
    }

    [Fact]
    public void What_a_setting_forbids_is_not_tried_again() =>
        Assert.Equal(LogoutState.GivenUp, LogoutRetryRules.Decide(Notice(1), new LogoutAnswer.Impossible("inside"), Start).State);

    private static LogoutNotice Notice(int attempts, int refusals = 0) => new()
    {
        Id = Guid.Empty, SignOutId = [], Recipient = "", Sid = Guid.Empty, Subject = "", SharedComputer = false, Way = LogoutWay.BackChannel,
        CreatedAt = Start, Attempts = attempts, Refusals = refusals,
    };
}
