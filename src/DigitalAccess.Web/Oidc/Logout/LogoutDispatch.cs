using System.Collections.Concurrent;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Logout;
using Npgsql;

namespace DigitalAccess.Web.Oidc.Logout;

/// <summary>
/// The worker's part: tells the vendors that could not be told at once. It sleeps until the database says that a notice was
/// written, and looks every two seconds while any waits. Any number of workers share the work.
/// </summary>
internal sealed class LogoutDispatch(
    LogoutOutbox outbox, LogoutAttempts attempts, OidcKeys keys, NpgsqlDataSource database, ILogger<LogoutDispatch> logger) : BackgroundService
{
    private const int AtOnce = 64;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, (string Recipient, Task Call)> _underWay = new();

    /// <summary>Starts what is due, and waits for none of it: a vendor that never answers must not hold the others up.</summary>
    /// <returns>Whether notices wait.</returns>
    public async Task<bool> RoundAsync(CancellationToken ct)
    {
        foreach (var (id, (_, call)) in _underWay)
            if (call.IsCompleted)
                _underWay.TryRemove(id, out _);
        if (!await outbox.AnyWaitAsync(ct))
            return false;

        // A worker answers no requests and reads the keys only here.
        await keys.LoadAsync(ct);
        foreach (var notice in await outbox.TakeDueAsync([.. _underWay.Values.Select(u => u.Recipient).Distinct()], AtOnce - _underWay.Count, ct))
            _underWay[notice.Id] = (notice.Recipient, attempts.MakeAsync(notice));
        return true;
    }

    /// <summary>What is under way comes to its end, within the time that a call may take.</summary>
    public Task SettleAsync() => Task.WhenAll(_underWay.Values.Select(u => u.Call));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await DatabaseNotices.FollowAsync(
            database, LogoutOutbox.Channel, async () => await RoundAsync(stoppingToken) ? Pace : Silence, logger.LogoutDispatchStopped, stoppingToken);
        await SettleAsync();
    }
}
