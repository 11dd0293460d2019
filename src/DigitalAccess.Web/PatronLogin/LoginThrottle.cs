using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using DigitalAccess.Ils;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Keys;
using DigitalAccess.Web.Libraries;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>
/// The one throttle that every way to a PIN goes through. Counters are reserved under row locks before the ILS is
/// asked, so that a hundred simultaneous tries count as a hundred, on however many nodes.
/// </summary>
internal sealed class LoginThrottle(DigitalAccessDb db, NpgsqlDataSource database, KeyRing keys, TimeProvider clock)
{
    /// <summary>Reserves one try; the caller must <see cref="Reservation.SucceedAsync"/>, fail or release it.</summary>
    public async Task<ThrottleVerdict> ReserveAsync(LoginAttempt attempt, CancellationToken ct)
    {
        var addressKey = await AddressKeyAsync(attempt.Address, ct);
        var scopes = ScopesOf(attempt, addressKey);
        await using var locked = await LockAsync(scopes.Keys, ct);
        var now = clock.GetUtcNow();
        var wait = locked.Counters.Max(c => ThrottleRules.ClosedFor(c, now));
        if (wait > TimeSpan.Zero)
            return new ThrottleVerdict.Closed(wait);

        var triesLeft = int.MaxValue;
        foreach (var counter in locked.Counters)
        {
            var (limits, ofDevice) = scopes[Convert.ToHexString(counter.Key)];
            ThrottleRules.Reserve(counter, limits, now);
            counter.CardKey = ofDevice ? attempt.CardKey : null;
            triesLeft = Math.Min(triesLeft, counter.ClosedUntil is null ? limits.PerWindow - counter.WindowFailures : 0);
        }

        await locked.CommitAsync(ct);
        return new ThrottleVerdict.Open(new Reservation(this, [.. scopes.Keys], addressKey, triesLeft));
    }

    /// <summary>Takes one of a limited number of uses, for challenges and budgets.</summary>
    public async Task<bool> TryTakeAsync(string what, ThrottleLimits limits, CancellationToken ct)
    {
        var key = HMACSHA256.HashData(await keys.GetAsync(KeyPurpose.Throttle, ct), Encoding.UTF8.GetBytes(what));
        await using var locked = await LockAsync([Convert.ToHexString(key)], ct);
        var counter = locked.Counters.Single();
        var now = clock.GetUtcNow();
        if (ThrottleRules.ClosedFor(counter, now) > TimeSpan.Zero)
            return false;
        ThrottleRules.Reserve(counter, limits, now);
        await locked.CommitAsync(ct);
        return true;
    }

    /// <summary>
    /// What staff see of a card: the counter that closes it longest, the ILS's own limit and the patron's devices included;
    /// null when nothing is counted.
    /// </summary>
    public async Task<LoginThrottleCounter?> StatusAsync(byte[] cardKey, CancellationToken ct) =>
        await OfCard(cardKey).AsNoTracking()
            .OrderBy(c => c.ClosedUntil == null).ThenByDescending(c => c.ClosedUntil).ThenByDescending(c => c.DayFailures)
            .FirstOrDefaultAsync(ct);

    /// <summary>The library lets a card try again at once.</summary>
    /// <remarks>In key order, as every attempt locks them.</remarks>
    public Task ResetAsync(byte[] cardKey, CancellationToken ct)
    {
        var own = OwnKeys(cardKey);
        return db.Database.ExecuteSqlAsync(
            $"""
            delete from login_throttle where key in (
                select key from login_throttle where key = any({own}) or card_key = {cardKey} order by key for update)
            """, ct);
    }

    /// <summary>The card's name in the throttle's tables: one per library system, through whichever library it is tried.</summary>
    public async ValueTask<byte[]> CardKeyAsync(IlsConnection connection, CardNumber card, CancellationToken ct)
    {
        var key = await keys.GetAsync(KeyPurpose.Throttle, ct);
        byte[] what = [.. "card"u8, .. Encoding.UTF8.GetBytes(connection.System()), 0, .. card.KeyedHash(key)];
        return HMACSHA256.HashData(key, what);
    }

    public async ValueTask<byte[]> AddressKeyAsync(IPAddress address, CancellationToken ct) =>
        AddressKey(address, await keys.GetAsync(KeyPurpose.Throttle, ct));

    /// <summary>The card's owner has shown the PIN: its history is void. The address keeps what others did from there.</summary>
    internal async Task SucceedAsync(Reservation reservation, CancellationToken ct)
    {
        await using var locked = await LockAsync(reservation.Keys, ct);
        foreach (var counter in locked.Counters)
        {
            if (counter.Key.AsSpan().SequenceEqual(reservation.AddressKey))
                ThrottleRules.Release(counter);
            else
                locked.Remove(counter);
        }

        await locked.CommitAsync(ct);
    }

    internal async Task ReleaseAsync(IEnumerable<string> hexKeys, CancellationToken ct)
    {
        await using var locked = await LockAsync(hexKeys, ct);
        foreach (var counter in locked.Counters)
            ThrottleRules.Release(counter);
        await locked.CommitAsync(ct);
    }

    private IQueryable<LoginThrottleCounter> OfCard(byte[] cardKey)
    {
        var own = OwnKeys(cardKey);
        return db.LoginThrottleCounters.Where(c => own.Contains(c.Key) || c.CardKey == cardKey);
    }

    private static byte[][] OwnKeys(byte[] cardKey) => [cardKey, Derive("ils", cardKey), Derive("strangers", cardKey)];

    private static Dictionary<string, (ThrottleLimits Limits, bool OfDevice)> ScopesOf(LoginAttempt attempt, byte[] addressKey)
    {
        var card = attempt.CardKey;
        var scopes = new Dictionary<string, (ThrottleLimits, bool)>(StringComparer.Ordinal);
        if (attempt.IlsLock is { } ils)
            scopes[Convert.ToHexString(Derive("ils", card))] = (ThrottleLimits.BelowIlsLock(ils), false);
        if (attempt.KnownDevice is { } device)
        {
            scopes[Convert.ToHexString(Derive("device" + device, card))] = (ThrottleLimits.KnownDevice, true);
        }
        else
        {
            scopes[Convert.ToHexString(card)] = (ThrottleLimits.Card, false);
            if (attempt.IlsLock is { } shared)
                scopes[Convert.ToHexString(Derive("strangers", card))] = (ThrottleLimits.StrangersBelowIlsLock(shared), false);
        }

        scopes[Convert.ToHexString(addressKey)] = (attempt.OnPremises ? ThrottleLimits.Premises : ThrottleLimits.Address, false);
        return scopes;
    }

    private Task<LockedCounters> LockAsync(IEnumerable<string> hexKeys, CancellationToken ct) => LockedCounters.LockAsync(database, hexKeys, clock.GetUtcNow(), ct);

    private static byte[] Derive(string purpose, byte[] cardKey) =>
        HMACSHA256.HashData(cardKey, Encoding.UTF8.GetBytes(purpose));

    /// <summary>An IPv6 household has a /64 network to itself, so that is what is counted.</summary>
    private static byte[] AddressKey(IPAddress address, byte[] key)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            bytes.AsSpan(8).Clear();
        byte[] what = [.. "address"u8, .. bytes];
        return HMACSHA256.HashData(key, what);
    }
}
