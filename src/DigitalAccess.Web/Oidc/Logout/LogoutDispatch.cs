using System.Collections.Concurrent;
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

    /// <summary>Without a word for so long, one looks: the line may have broken unseen.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, (string ClientId, Task Call)> _underWay = new();

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
        foreach (var notice in await outbox.TakeDueAsync([.. _underWay.Values.Select(u => u.ClientId).Distinct()], AtOnce - _underWay.Count, ct))
            _underWay[notice.Id] = (notice.ClientId, attempts.MakeAsync(notice));
        return true;
    }

    /// <summary>What is under way comes to its end, within the time that a call may take.</summary>
    public Task SettleAsync() => Task.WhenAll(_underWay.Values.Select(u => u.Call));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var told = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(() => told = false, stoppingToken);
            }
            catch (Exception e)
            {
                if (stoppingToken.IsCancellationRequested)
                    break;
                if (!told)
                    logger.LogoutDispatchStopped(e.Message);
                told = true;
                await Task.Delay(Pace, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await SettleAsync();
    }

    private async Task ListenAsync(Action wentWell, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using (var listen = new NpgsqlCommand($"listen {LogoutOutbox.Channel}", connection))
            await listen.ExecuteNonQueryAsync(ct);
        while (true)
        {
            var some = await RoundAsync(ct);
            wentWell();
            await connection.WaitAsync(some ? Pace : Silence, ct);
        }
    }
}
