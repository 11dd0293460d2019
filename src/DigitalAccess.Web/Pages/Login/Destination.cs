using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.PatronLogin;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Pages.Login;

/// <summary>What the patron is on the way to, and what its vendor will learn: shown before card and PIN are typed.</summary>
internal sealed record Destination(Resource Resource, RelyingParty? Party)
{
    public IReadOnlyList<ReleasedAttribute> Releases => Party?.Releases ?? [];

    public static async Task<Destination?> OfAsync(DigitalAccessDb db, SignInTransaction? transaction, CancellationToken ct)
    {
        if (transaction?.ResourceId is not { } id || await db.Resources.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is not { } resource)
            return null;
        var party = resource.ClientId is { } client ? await db.RelyingParties.AsNoTracking().SingleOrDefaultAsync(p => p.ClientId == client, ct) : null;
        return new Destination(resource, party);
    }
}
