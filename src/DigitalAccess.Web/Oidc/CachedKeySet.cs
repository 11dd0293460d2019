using Microsoft.IdentityModel.Tokens;

namespace DigitalAccess.Web.Oidc;

/// <summary>What one reading brought: keys and how long they are fresh, or the fault.</summary>
internal sealed record FetchedKeySet(JsonWebKeySet? Keys, TimeSpan FreshFor, string? Fault);

/// <summary>
/// One client's keys. However many ask, they are read once at a time; and however many unknown keys are asked for, at most
/// once a minute, so that nobody can make us knock at the client's door for him.
/// </summary>
internal sealed class CachedKeySet(string clientId, Uri address, Func<Uri, Task<FetchedKeySet>> read, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan BetweenReadings = TimeSpan.FromMinutes(1);

    /// <summary>How long keys serve after they ceased to be fresh, while no newer ones can be read.</summary>
    private static readonly TimeSpan LastGoodServes = TimeSpan.FromHours(24);

    private readonly Lock _lock = new();
    private JsonWebKeySet? _keys;
    private DateTimeOffset _read;
    private TimeSpan _freshFor;
    private string? _fault;
    private Task? _reading;
    private DateTimeOffset _lastTry = DateTimeOffset.MinValue;
    private DateTimeOffset _lastTryForKey = DateTimeOffset.MinValue;

    public Uri Address => address;

    public DateTimeOffset Used { get; private set; }

    public async ValueTask<ClientKeySet> FindAsync(string? wantedKid, CancellationToken ct)
    {
        if (Begin(wantedKid) is { } reading)
            await reading.WaitAsync(ct);
        lock (_lock)
            return _keys is not null && IsWithin(_read, _freshFor + LastGoodServes) ? new ClientKeySet.Known(_keys) : new ClientKeySet.Unreadable(_fault ?? "they are not known yet");
    }

    /// <returns>The reading that this question has to wait for, or null where what is here will do.</returns>
    private Task? Begin(string? wantedKid)
    {
        lock (_lock)
        {
            Used = clock.GetUtcNow();
            var isFresh = _keys is not null && IsWithin(_read, _freshFor);
            if (isFresh && (wantedKid is null || _keys!.Keys.Any(key => key.KeyId == wantedKid)))
                return null;
            if (_reading is { IsCompleted: false })
                return _reading;

            // An unknown key has a minute of its own, or it would have to wait for one after each ordinary reading.
            ref var last = ref isFresh ? ref _lastTryForKey : ref _lastTry;
            if (IsWithin(last, BetweenReadings))
                return null;
            last = Used;
            return _reading = Task.Run(ReadAsync, CancellationToken.None);
        }
    }

    private async Task ReadAsync()
    {
        var fetched = await read(address);
        lock (_lock)
        {
            _fault = fetched.Fault;
            if (fetched.Keys is not null)
                (_keys, _read, _freshFor) = (fetched.Keys, clock.GetUtcNow(), fetched.FreshFor);
        }

        if (fetched.Fault is not null)
            logger.ClientKeysNotRead(clientId, fetched.Fault);
    }

    /// <summary>A clock that was set back ends every span.</summary>
    private bool IsWithin(DateTimeOffset start, TimeSpan span) => clock.GetUtcNow() - start is var age && age >= TimeSpan.Zero && age < span;
}
