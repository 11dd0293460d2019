namespace DigitalAccess.Web.Tests.Support;

/// <summary>The real clock, moved by as much as a test says; timers run in real time, so that nothing waits for ever.</summary>
internal sealed class MovableClock : TimeProvider
{
    private long _offset;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offset));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);
}
