using System.Diagnostics;
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

    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile RegionSnapshot? _current;
    private long _readFrom = long.MinValue;

    /// <summary>The region as it is now. Only the first request of a process waits for the database.</summary>
    public ValueTask<RegionSnapshot> GetAsync(CancellationToken ct) => _current is { } current ? new(current) : new(ReloadAsync(ct));

    /// <summary>
    /// The region with this library in it: another process may know a library, and have let its patrons in, before this one
    /// has heard of it. Null when there is none.
    /// </summary>
    public async ValueTask<RegionSnapshot?> WithLibraryAsync(Guid libraryId, CancellationToken ct)
    {
        var known = await GetAsync(ct);
        if (known.Library(libraryId) is not null)
            return known;
        known = await ReloadAsync(ct);
        return known.Library(libraryId) is null ? null : known;
    }

    /// <summary>The region as the database has it at this moment, for a decision that cannot be taken back.</summary>
    public async Task<RegionSnapshot> ReloadAsync(CancellationToken ct)
    {
        // In turn, so that an older reading never replaces a newer one. What was read from after one's asking serves all who wait.
        var asked = Stopwatch.GetTimestamp();
        await _reading.WaitAsync(ct);
        try
        {
            if (_readFrom >= asked && _current is { } fresh)
                return fresh;
            var from = Stopwatch.GetTimestamp();
            await using var scope = scopes.CreateAsyncScope();
            _current = await RegionSnapshot.ReadAsync(scope.ServiceProvider.GetRequiredService<DigitalAccessDb>(), ct);
            _readFrom = from;
            return _current;
        }
        finally
        {
            _reading.Release();
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => DatabaseNotices.FollowAsync(database, Channel, async () =>
    {
        await ReloadAsync(stoppingToken);
        return Silence;
    }, logger.RegionNotHeard, stoppingToken);
}
