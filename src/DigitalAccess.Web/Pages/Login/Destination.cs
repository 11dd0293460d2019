using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.PatronLogin;

namespace DigitalAccess.Web.Pages.Login;

/// <summary>What the patron is on the way to, and what its vendor will learn: shown before card and PIN are typed.</summary>
internal sealed record Destination(Resource Resource, RelyingParty? Party)
{
    public IReadOnlyList<ReleasedAttribute> Releases => Party?.Releases ?? [];

    public static Destination? Of(RegionSnapshot region, SignInTransaction? transaction) =>
        transaction?.ResourceId is { } id && region.Resource(id) is { } resource
            ? new Destination(resource, resource.ClientId is { } client ? region.Party(client) : null)
            : null;
}
