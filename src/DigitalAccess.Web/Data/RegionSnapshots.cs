using Npgsql;

namespace DigitalAccess.Web.Data;

/// <summary>
/// Keeps this process's <see cref="RegionSnapshot"/> as the database has it: the database says when something changed
/// (triggers, LISTEN), and the snapshot is read anew before the second is over. Where the line was cut, it is read anew too.
/// </summary>
internal sealed class RegionSnapshots(IServiceScopeFactory scopes, NpgsqlDataSource database, ILogger<RegionSnapshots> logger) : BackgroundService
{
    /// <summary>The channel that the triggers of the migration <c>RegionSnapshot</c> speak on.</summary>
    public const string Channel = "region_changed";

    /// <summary>Without a word for so long, one looks: a notice may have been lost with a connection that nobody saw break.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile RegionSnapshot? _current;

    /// <summary>The region as it is now. Only the first request of a process waits for the database.</summary>
    public ValueTask<RegionSnapshot> GetAsync(CancellationToken ct) => _current is { } current ? new(current) : new(ReloadAsync(ct));

    public async Task<RegionSnapshot> ReloadAsync(CancellationToken ct)
    {
        // In turn, so that an older reading never replaces a newer one.
        await _reading.WaitAsync(ct);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return _current = await RegionSnapshot.ReadAsync(scope.ServiceProvider.GetRequiredService<DigitalAccessDb>(), ct);
        }
        finally
        {
            _reading.Release();
        }
    }

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
                    return;
                if (!told)
                    logger.RegionNotHeard(e.Message);
                told = true;
                await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(Action connected, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
            await listen.ExecuteNonQueryAsync(ct);
        connected();
        while (true)
        {
            await ReloadAsync(ct);
            await connection.WaitAsync(Silence, ct);
        }
    }
}
