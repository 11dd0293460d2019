using DigitalAccess.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Staff;

/// <summary>
/// Five failures, of password and code together, close an account for fifteen minutes. Each try is counted as failed by one
/// conditional UPDATE before it is made, so that a hundred simultaneous tries count as a hundred.
/// </summary>
internal sealed class StaffLockout(DigitalAccessDb db, TimeProvider clock)
{
    public const int MostFailures = 5;
    public static readonly TimeSpan Duration = TimeSpan.FromMinutes(15);

    /// <summary>A lock that ends later than any lock can was written by a clock that ran ahead, and holds nobody.</summary>
    private static readonly TimeSpan Longest = Duration + TimeSpan.FromMinutes(1);

    /// <returns>Whether the try may be made.</returns>
    public async Task<bool> ReserveAsync(Guid member, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (longest, until) = (now + Longest, now + Duration);
        return await db.Users.Where(m => m.Id == member && (m.LockoutEnd == null || m.LockoutEnd <= now || m.LockoutEnd > longest))
            .ExecuteUpdateAsync(u => u
                .SetProperty(m => m.AccessFailedCount, m => m.LockoutEnd != null ? 1 : m.AccessFailedCount + 1)
                .SetProperty(m => m.LockoutEnd, m => m.LockoutEnd == null && m.AccessFailedCount + 1 >= MostFailures ? until : null), ct) == 1;
    }

    /// <summary>
    /// Takes a reserved try back: the password was right. The failures before it stay, or somebody who knows the password
    /// could guess at codes for ever by giving it again in between.
    /// </summary>
    public Task ReleaseAsync(Guid member, CancellationToken ct) =>
        db.Users.Where(m => m.Id == member && m.AccessFailedCount > 0).ExecuteUpdateAsync(u => u
            .SetProperty(m => m.AccessFailedCount, m => m.AccessFailedCount - 1)
            .SetProperty(m => m.LockoutEnd, m => m.AccessFailedCount - 1 >= MostFailures ? m.LockoutEnd : null), ct);
}
