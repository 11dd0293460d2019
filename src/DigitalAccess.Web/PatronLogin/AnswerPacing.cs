using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>
/// Lets every failed login take a like time, so that a stopwatch does not tell an unknown card from a wrong PIN
/// (OWASP ASVS 5.0, 6.3.8): at least the floor, then up to the next step.
/// </summary>
internal sealed class AnswerPacing(IOptions<PacingOptions> options, TimeProvider clock)
{
    public long Start() => clock.GetTimestamp();

    public Task FinishAsync(long started, CancellationToken ct)
    {
        var wait = Remaining(clock.GetElapsedTime(started), options.Value);
        return wait > TimeSpan.Zero ? Task.Delay(wait, clock, ct) : Task.CompletedTask;
    }

    internal static TimeSpan Remaining(TimeSpan elapsed, PacingOptions options)
    {
        if (options.Step <= TimeSpan.Zero)
            return TimeSpan.Zero;
        if (elapsed < options.Floor)
            return options.Floor - elapsed;
        var over = TimeSpan.FromTicks(elapsed.Ticks % options.Step.Ticks);
        return over == TimeSpan.Zero ? TimeSpan.Zero : options.Step - over;
    }
}

/// <summary>Section <c>DigitalAccess:Pacing</c>.</summary>
internal sealed class PacingOptions
{
    public const string Section = "DigitalAccess:Pacing";

    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan Floor { get; set; } = TimeSpan.FromMilliseconds(750);

    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan Step { get; set; } = TimeSpan.FromMilliseconds(250);
}
