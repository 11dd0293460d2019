namespace DigitalAccess.Ils.Sip2;

/// <summary>
/// The deadlines of one verification. The time for its first answer runs from its start, so that waiting for a turn and
/// connecting are not added to it: before an ILS that takes connections and says nothing, everybody learns it in that time.
/// Each further answer has its own.
/// </summary>
internal sealed class Sip2Timing(Sip2Settings settings, TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();
    private bool _answered;

    public TimeSpan Elapsed => clock.GetElapsedTime(_started);

    public TimeSpan ForConnecting => Shorter(settings.ConnectTimeout, Left(settings.LoginUser is null ? settings.ReplyTimeout : settings.LoginTimeout));

    public TimeSpan ForAnswer(TimeSpan own) => _answered ? own : Left(own);

    public void Answered() => _answered = true;

    private TimeSpan Left(TimeSpan own) => own > Elapsed ? own - Elapsed : TimeSpan.Zero;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
