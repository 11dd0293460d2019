using DigitalAccess.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>Remembers where a patron was on the way to while the login page is in between.</summary>
internal sealed class SignInTransactions(DigitalAccessDb db, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    /// <param name="target">A path and query of our own, never text that came from outside as a whole.</param>
    /// <param name="resourceId">What the patron is on the way to.</param>
    /// <param name="ct">Cancels the write.</param>
    /// <returns>The id for the login page's address.</returns>
    public async Task<string> BeginAsync(string target, Guid? resourceId, CancellationToken ct)
    {
        var id = OpaqueId.Create();
        db.SignInTransactions.Add(new SignInTransaction
        {
            Id = OpaqueId.Hash(id),
            Target = target,
            ResourceId = resourceId,
            ExpiresAt = clock.GetUtcNow() + Lifetime,
        });
        await db.SaveChangesAsync(ct);
        return id;
    }

    /// <summary>The transaction, or null when it is unknown or too old.</summary>
    public async Task<SignInTransaction?> FindAsync(string? id, CancellationToken ct)
    {
        if (id is not { Length: > 0 and <= 64 })
            return null;
        var hash = OpaqueId.Hash(id);
        var now = clock.GetUtcNow();
        return await db.SignInTransactions.AsNoTracking().SingleOrDefaultAsync(t => t.Id == hash && t.ExpiresAt > now, ct);
    }

    /// <summary>Uses the transaction up: it leads on once.</summary>
    public Task CompleteAsync(SignInTransaction transaction, CancellationToken ct) =>
        db.SignInTransactions.Where(t => t.Id == transaction.Id).ExecuteDeleteAsync(ct);
}
