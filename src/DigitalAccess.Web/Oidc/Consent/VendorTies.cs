using DigitalAccess.Web.Data;
using DigitalAccess.Web.Oidc.Tickets;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Oidc.Consent;

/// <summary>What lasts between a patron and vendors beyond a visit: a yes, an app that stays signed in. The patron may see and end it.</summary>
internal sealed class VendorTies(DigitalAccessDb db, GrantStore grants, TimeProvider clock)
{
    public async Task<IReadOnlyList<VendorTie>> ListAsync(Guid accountId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var consents = await db.PatronConsents.AsNoTracking().Where(c => c.PatronAccountId == accountId).ToListAsync(ct);
        var standing = await db.OidcGrants.AsNoTracking()
            .Where(g => g.PatronAccountId == accountId && g.Offline && g.EndedAt == null && g.ExpiresAt > now)
            .Select(g => new { g.ClientId, g.CreatedAt, g.ExpiresAt }).ToListAsync(ct);
        return [.. consents.Select(c => c.ClientId).Union(standing.Select(g => g.ClientId), StringComparer.Ordinal).Select(client => new VendorTie(
            client,
            consents.Find(c => c.ClientId == client)?.GivenOn,
            standing.Where(g => g.ClientId == client).Min(g => (DateTimeOffset?)g.CreatedAt),
            standing.Where(g => g.ClientId == client).Max(g => (DateTimeOffset?)g.ExpiresAt)))];
    }

    /// <summary>Everything that the vendor's apps hold of this patron ends, at once; and the patron will be asked again.</summary>
    public async Task EndAsync(Guid accountId, string clientId, CancellationToken ct)
    {
        await db.PatronConsents.Where(c => c.PatronAccountId == accountId && c.ClientId == clientId).ExecuteDeleteAsync(ct);
        foreach (var grant in await db.OidcGrants.Where(g => g.PatronAccountId == accountId && g.ClientId == clientId && g.EndedAt == null).Select(g => g.Id).ToListAsync(ct))
            await grants.EndAsync(grant, GrantEnds.Withdrawn, ct);
    }
}

/// <param name="ClientId">The vendor's client.</param>
/// <param name="ConsentedOn">When the patron said yes, if they were asked.</param>
/// <param name="SignedInSince">Since when its app is signed in, if it stays so.</param>
/// <param name="SignedInUntil">And until when at most.</param>
internal sealed record VendorTie(string ClientId, DateOnly? ConsentedOn, DateTimeOffset? SignedInSince, DateTimeOffset? SignedInUntil);
