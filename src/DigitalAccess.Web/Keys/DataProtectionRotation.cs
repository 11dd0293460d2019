using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace DigitalAccess.Web.Keys;

/// <summary>Keeps a usable Data Protection key ahead of need: a new one is announced a week before the old one ends.</summary>
internal sealed class DataProtectionRotation(IKeyManager keys, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);
    private static readonly TimeSpan Announcement = TimeSpan.FromDays(7);

    public void EnsureKey()
    {
        var now = clock.GetUtcNow();
        var usable = keys.GetAllKeys().Where(k => !k.IsRevoked && k.ExpirationDate > now).ToList();
        if (usable.Count == 0)
            keys.CreateNewKey(activationDate: now, expirationDate: now + Lifetime);
        else if (usable.Max(k => k.ExpirationDate) is var last && last < now + Announcement)
            keys.CreateNewKey(activationDate: last, expirationDate: last + Lifetime);
    }
}
