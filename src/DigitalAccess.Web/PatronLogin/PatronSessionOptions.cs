using System.ComponentModel.DataAnnotations;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>How long a patron stays signed in; section <c>DigitalAccess:Session</c>.</summary>
internal sealed class PatronSessionOptions
{
    public const string Section = "DigitalAccess:Session";

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

    public TimeSpan AbsoluteFor(bool sharedComputer) => sharedComputer ? SharedAbsolute : Absolute;
}
