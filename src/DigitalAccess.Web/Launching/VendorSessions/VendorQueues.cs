using System.Collections.Concurrent;

namespace DigitalAccess.Web.Launching.VendorSessions;

/// <summary>
/// How this process asks vendors: few at once of each, and none while the vendor wants to be left alone. One vendor's word holds for
/// all patrons.
/// </summary>
internal sealed class VendorQueues(TimeProvider clock) : IDisposable
{
    /// <summary>So many calls are under way to one vendor at a time; so a pause that is over lets no crowd in at once.</summary>
    private const int AtOnce = 8;

    private readonly ConcurrentDictionary<Guid, VendorQueue> _queues = new();

    public VendorQueue Of(Guid resource) => _queues.GetOrAdd(resource, _ => new VendorQueue(clock, AtOnce));

    public void Dispose()
    {
        foreach (var queue in _queues.Values)
            queue.Dispose();
    }
}

internal sealed class VendorQueue(TimeProvider clock, int atOnce) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(atOnce, atOnce);
    private long _aloneUntil;

    /// <summary>How long the vendor is still to be left alone; zero or less when it is not.</summary>
    public TimeSpan Left => TimeSpan.FromTicks(Interlocked.Read(ref _aloneUntil) - clock.GetUtcNow().Ticks);

    /// <summary>The later of two wishes counts.</summary>
    public void Leave(TimeSpan alone)
    {
        var until = (clock.GetUtcNow() + alone).Ticks;
        long known;
        while ((known = Interlocked.Read(ref _aloneUntil)) < until && Interlocked.CompareExchange(ref _aloneUntil, until, known) != known)
        {
        }
    }

    public Task EnterAsync(CancellationToken ct) => _turns.WaitAsync(ct);

    public void Exit() => _turns.Release();

    public void Dispose() => _turns.Dispose();
}
