using System.Collections.Concurrent;
using System.Security.Cryptography;
using DigitalAccess.Web.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Usage;

/// <summary>
/// Makes the pseudonym under which a patron is counted in one month. Each month has its own random key, and when the
/// month is closed the key is deleted: from then on nothing links a row to a patron, or one month to another.
/// </summary>
internal sealed class VisitorKeys(IServiceScopeFactory scopes, IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("DigitalAccess.VisitorKeyMonth");
    private readonly ConcurrentDictionary<DateOnly, byte[]> _months = new();

    public async ValueTask<byte[]> ForAsync(Guid patronAccountId, DateOnly month, CancellationToken ct)
    {
        var key = _months.TryGetValue(month, out var known) ? known : _months.GetOrAdd(month, await LoadAsync(month, ct));
        return HMACSHA256.HashData(key, patronAccountId.ToByteArray())[..16];
    }

    private async Task<byte[]> LoadAsync(DateOnly month, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DigitalAccessDb>();
        var fresh = _protector.Protect(RandomNumberGenerator.GetBytes(32));
        await db.Database.ExecuteSqlAsync(
            $"insert into visitor_key_month (month, protected_key) values ({month}, {fresh}) on conflict (month) do nothing", ct);
        var stored = await db.VisitorKeyMonths.AsNoTracking().SingleAsync(k => k.Month == month, ct);

        // One month at a time: when the database forgets a key, no node must still remember it.
        foreach (var old in _months.Keys.Where(m => m != month))
            _months.TryRemove(old, out _);
        return _protector.Unprotect(stored.ProtectedKey);
    }
}
