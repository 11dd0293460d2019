using DigitalAccess.Web.Data;
using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;

namespace DigitalAccess.Web.Oidc;

/// <summary>
/// Forgets the engine's record of codes and tokens soon after they have ended. Kept, it would tell for every pseudonym when
/// it was at which vendor, month after month, which no other table does (ADR 5).
/// </summary>
internal sealed class OidcRetention(DigitalAccessDb db, TimeProvider clock)
{
    /// <summary>So long a code that is shown again is still known for what it is, and ends what it gave.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    public async Task RunAsync(CancellationToken ct)
    {
        var before = (clock.GetUtcNow() - Kept).UtcDateTime;
        await db.Set<OpenIddictEntityFrameworkCoreToken<Guid>>().Where(t => t.ExpirationDate < before).ExecuteDeleteAsync(ct);
        await db.Set<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().Where(a => a.CreationDate < before && a.Tokens.Count == 0).ExecuteDeleteAsync(ct);
    }
}
