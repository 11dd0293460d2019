using System.ComponentModel.DataAnnotations;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>How long a patron stays signed in; section <c>DigitalAccess:Session</c>.</summary>
internal sealed class PatronSessionOptions
{
    public const string Section = "DigitalAccess:Session";

    /// <summary>A sign of life further ahead than this is from before the clock was set back: nobody knows how old the session really is.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);

    [Range(typeof(TimeSpan), "00:01:00", "04:00:00")]
    public TimeSpan Idle { get; set; } = TimeSpan.FromMinutes(30);

    [Range(typeof(TimeSpan), "00:05:00", "12:00:00")]
    public TimeSpan Absolute { get; set; } = TimeSpan.FromHours(8);

    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan SharedIdle { get; set; } = TimeSpan.FromMinutes(10);

    [Range(typeof(TimeSpan), "00:05:00", "04:00:00")]
    public TimeSpan SharedAbsolute { get; set; } = TimeSpan.FromHours(1);

    public TimeSpan IdleFor(bool sharedComputer) => sharedComputer ? SharedIdle : Idle;

    /// <summary>How stale the last sign of life may get before it is written: a page view costs no write.</summary>
    public TimeSpan SlackFor(bool sharedComputer) => TimeSpan.FromMinutes(Math.Min(1, IdleFor(sharedComputer).TotalMinutes / 10));

    /// <summary>Whether the session counts: neither past its end nor left alone for too long.</summary>
    public bool IsAlive(PatronSession session, DateTimeOffset now) =>
        now < session.ExpiresAt
        && session.LastSeenAt <= now + ClockSkew
        && now - session.LastSeenAt < IdleFor(session.SharedComputer);

    public TimeSpan AbsoluteFor(bool sharedComputer) => sharedComputer ? SharedAbsolute : Absolute;
}
