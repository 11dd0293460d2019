using System.Collections.Concurrent;
using System.Security.Cryptography;
using DigitalAccess.Web.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Keys;

/// <summary>The installation's own keys, read once per process. They are made by <c>digitalaccess migrate</c>, never by a web node.</summary>
internal sealed class KeyRing(IServiceScopeFactory scopes, IDataProtectionProvider protection, TimeProvider clock)
{
    private readonly IDataProtector _protector = protection.CreateProtector("DigitalAccess.StoredKey");
    private readonly ConcurrentDictionary<string, byte[]> _keys = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">The key has not been made: the database is not migrated.</exception>
    public async ValueTask<byte[]> GetAsync(string purpose, CancellationToken ct)
    {
        if (_keys.TryGetValue(purpose, out var known))
            return known;

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DigitalAccessDb>();
        var stored = await db.StoredKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Purpose == purpose, ct)
            ?? throw new InvalidOperationException($"The key '{purpose}' does not exist. Run 'digitalaccess migrate'.");
        return _keys.GetOrAdd(purpose, _protector.Unprotect(stored.ProtectedKey));
    }

    /// <summary>Makes the keys that do not exist yet; never touches one that does.</summary>
    public async Task CreateMissingAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DigitalAccessDb>();
        var existing = await db.StoredKeys.Select(k => k.Purpose).ToListAsync(ct);
        foreach (var purpose in KeyPurpose.All.Except(existing))
            db.StoredKeys.Add(new StoredKey
            {
                Purpose = purpose,
                ProtectedKey = _protector.Protect(RandomNumberGenerator.GetBytes(32)),
                CreatedAt = clock.GetUtcNow(),
            });
        await db.SaveChangesAsync(ct);
    }
}
