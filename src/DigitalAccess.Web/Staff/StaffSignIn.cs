using System.Net;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.PatronLogin;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Staff;

/// <summary>The first half of a staff sign-in: e-mail and password. <see cref="StaffCodes"/> is the second.</summary>
internal sealed class StaffSignIn(
    DigitalAccessDb db, ILookupNormalizer normalizer, StaffPasswords passwords, StaffLockout lockout, LoginThrottle throttle, StaffAttempts attempts)
{
    /// <summary>A building full of staff may sit behind one address (one network, of IPv6); a machine that tries accounts in turn is stopped.</summary>
    private static readonly ThrottleLimits PerAddress = ThrottleLimits.Budget(60);

    /// <returns>The member whose password it is; null for every other reason, and none of them is told.</returns>
    public async Task<StaffMember?> GivePasswordAsync(string? email, string? password, IPAddress? address, CancellationToken ct)
    {
        if (address is not null && !await throttle.TryTakeAsync($"staff {Convert.ToHexString(await throttle.AddressKeyAsync(address, ct))}", PerAddress, ct))
        {
            attempts.HeldBack();
            return null;
        }

        var member = await FindAsync(email, ct);
        var admitted = member is not null && await lockout.ReserveAsync(member.Id, ct);
        if (!passwords.Verify(member, password, out var rehash) || !admitted)
        {
            await attempts.FailedAsync("password", member?.Id, ct);
            return null;
        }

        await lockout.ReleaseAsync(member!.Id, ct);
        if (rehash && passwords.Hash(member, password!) is var hash)
            await db.Users.Where(m => m.Id == member.Id && m.SecurityStamp == member.SecurityStamp)
                .ExecuteUpdateAsync(u => u.SetProperty(m => m.PasswordHash, hash), ct);
        return member;
    }

    private async Task<StaffMember?> FindAsync(string? email, CancellationToken ct)
    {
        // PostgreSQL takes no NUL, and the normaliser no half of a surrogate pair: such an address is nobody's.
        if (email?.Trim() is not { Length: > 2 and <= 254 } typed || typed.Any(c => char.IsControl(c) || char.IsSurrogate(c)))
            return null;
        var normalized = normalizer.NormalizeEmail(typed);
        return await db.Users.AsNoTracking().SingleOrDefaultAsync(m => m.NormalizedEmail == normalized && m.Active, ct);
    }
}
