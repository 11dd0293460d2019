using Microsoft.Extensions.Logging;

namespace DigitalAccess.Ils.Sip2;

/// <summary>
/// Few connections, kept for a short time: an idle connection can hold the only process of a small SIP server and starve
/// the library's self-service machines.
/// </summary>
internal sealed class Sip2Pool(Sip2Connector connector, Sip2Settings settings, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private readonly SemaphoreSlim _slots = new(settings.MaxConnections, settings.MaxConnections);
    private readonly Stack<Sip2Connection> _idle = new();
    private readonly Lock _lock = new();
    private ITimer? _sweeper;
    private bool _sweeping;
    private int _waiting;
    private bool _disposed;

    /// <summary>Waits for the right to one connection; false when the crowd is too large.</summary>
    public Task<bool> TakeTurnAsync(CancellationToken cancellationToken) => TakeSlotAsync(cancellationToken);

    /// <summary>For a turn that was taken and then not used.</summary>
    public void GiveTurnBack() => _slots.Release();

    /// <summary>
    /// A connection for one verification whose turn has been taken; a used one where a sound one is idle. The turn ends with the
    /// lease, or at once when no connection can be had.
    /// </summary>
    public Task<Sip2Rental> RentAsync(Sip2Timing timing, CancellationToken cancellationToken) => FillSlotAsync(async () => await TakeIdleAsync() is { } idle
        ? new Sip2Connecting.Ready(idle, null)
        : await connector.ConnectAsync(withStatus: false, timing, cancellationToken));

    /// <summary>A fresh connection that has just told its status; for the health check.</summary>
    public async Task<Sip2Rental> RentFreshAsync(Sip2Timing timing, CancellationToken cancellationToken)
    {
        if (!await TakeSlotAsync(cancellationToken))
            return new Sip2Rental.Refused(new PatronVerification.IlsUnavailable(OutageKind.PoolExhausted));
        // The idle one goes first, so that the check never needs a server process more than a login does.
        return await FillSlotAsync(async () =>
        {
            if (await TakeIdleAsync() is { } idle)
                await idle.DisposeAsync();
            return await connector.ConnectAsync(withStatus: true, timing, cancellationToken);
        });
    }

    public async ValueTask DisposeAsync()
    {
        lock (_lock)
            _disposed = true;
        if (_sweeper is not null)
            await _sweeper.DisposeAsync();
        await CloseAsync(TakeAllIdle(_ => true));
    }

    internal async ValueTask ReturnAsync(Sip2Connection connection, bool reusable)
    {
        var worn = settings.MaxRequestsPerConnection > 0 && connection.PatronRequests >= settings.MaxRequestsPerConnection;
        if (!reusable || connection.IsTainted || worn || settings.IdleLife == TimeSpan.Zero || !TryKeep(connection))
            await connection.DisposeAsync();
        _slots.Release();
    }

    private async Task<Sip2Rental> FillSlotAsync(Func<Task<Sip2Connecting>> open)
    {
        Sip2Connecting? opened = null;
        try
        {
            opened = await open();
        }
        finally
        {
            if (opened is not Sip2Connecting.Ready)
                _slots.Release();
        }

        return opened switch
        {
            Sip2Connecting.Ready ready => new Sip2Rental.Leased(new Sip2Lease(this, ready.Connection, ready.AcsStatus)),
            Sip2Connecting.Failed failed => new Sip2Rental.Refused(failed.Outcome),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<bool> TakeSlotAsync(CancellationToken cancellationToken)
    {
        if (await _slots.WaitAsync(TimeSpan.Zero, cancellationToken))
            return true;
        using var deadline = new Deadline(clock, settings.MaxWait, cancellationToken);
        try
        {
            if (Interlocked.Increment(ref _waiting) > settings.MaxWaiting)
                return false;
            await _slots.WaitAsync(deadline.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async Task<Sip2Connection?> TakeIdleAsync()
    {
        while (true)
        {
            Sip2Connection? connection;
            lock (_lock)
                _idle.TryPop(out connection);
            if (connection is null || (IsYoung(connection) && connection.IsQuiet()))
                return connection;
            logger.PooledConnectionLost(settings.Name, connection.Id);
            await connection.DisposeAsync();
        }
    }

    private bool TryKeep(Sip2Connection connection)
    {
        lock (_lock)
        {
            if (_disposed)
                return false;
            connection.IdleSince = clock.GetTimestamp();
            _idle.Push(connection);
            _sweeper ??= clock.CreateTimer(_ => _ = SweepAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (!_sweeping)
                _sweeper.Change(settings.IdleLife, settings.IdleLife / 2);
            _sweeping = true;
            return true;
        }
    }

    private async Task SweepAsync()
    {
        await CloseAsync(TakeAllIdle(connection => !IsYoung(connection)));
        lock (_lock)
        {
            if (_idle.Count > 0 || _disposed)
                return;
            _sweeper?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _sweeping = false;
        }
    }

    private List<Sip2Connection> TakeAllIdle(Func<Sip2Connection, bool> which)
    {
        lock (_lock)
        {
            var taken = _idle.Where(which).ToList();
            var kept = _idle.Where(connection => !which(connection)).Reverse().ToList();
            _idle.Clear();
            kept.ForEach(_idle.Push);
            return taken;
        }
    }

    private bool IsYoung(Sip2Connection connection) => clock.GetElapsedTime(connection.IdleSince) < settings.IdleLife;

    private static async Task CloseAsync(List<Sip2Connection> connections)
    {
        foreach (var connection in connections)
            await connection.DisposeAsync();
    }
}
