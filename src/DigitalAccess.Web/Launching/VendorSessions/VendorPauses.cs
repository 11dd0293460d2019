using System.Collections.Concurrent;

namespace DigitalAccess.Web.Launching.VendorSessions;

/// <summary>Until when busy vendors want to be left alone. One vendor's word holds for all patrons of this process.</summary>
internal sealed class VendorPauses(TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _until = new();

    /// <returns>How long the vendor is still to be left alone; zero when it is not.</returns>
    public TimeSpan Left(Guid resource)
    {
        if (!_until.TryGetValue(resource, out var until))
            return TimeSpan.Zero;
        var left = until - clock.GetUtcNow();
        if (left > TimeSpan.Zero)
            return left;
        _until.TryRemove(new(resource, until));
        return TimeSpan.Zero;
    }

    public void Leave(Guid resource, TimeSpan alone) => _until[resource] = clock.GetUtcNow() + alone;
}
