using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Oidc;

/// <summary>A registered client together with the resource it signs patrons in to.</summary>
internal sealed record RegisteredParty(RelyingParty Party, Resource Resource);

internal sealed class RelyingParties(DigitalAccessDb db)
{
    public async Task<RegisteredParty?> FindAsync(string clientId, CancellationToken ct) =>
        await db.Resources.AsNoTracking()
            .Where(r => r.ClientId == clientId)
            .Join(db.RelyingParties.AsNoTracking().Where(p => p.Active), r => r.ClientId, p => p.ClientId, (r, p) => new RegisteredParty(p, r))
            .SingleOrDefaultAsync(ct);
}
