using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Releases;
using Microsoft.AspNetCore.WebUtilities;

namespace DigitalAccess.Web.Pages.Login;

/// <summary>What the patron is on the way to, and what its vendor will learn: shown before card and PIN are typed.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Party">The client that signs patrons in there, where one does.</param>
/// <param name="Provider">The SAML service provider that does, where it is one.</param>
/// <param name="MayStaySignedIn">Whether the vendor's app asks to stay signed in; a pushed request keeps that to itself until the patron is known.</param>
internal sealed record Destination(Resource Resource, RelyingParty? Party, ServiceProvider? Provider, bool MayStaySignedIn = false)
{
    /// <summary>What the vendor learns; null where a plain link leads to it, which tells nothing.</summary>
    public IReadOnlyList<AttributeRelease>? Contract => Party?.Releases ?? Provider?.Releases ?? Resource.SessionApi?.Releases;

    public static Destination? Of(RegionSnapshot region, SignInTransaction? transaction) =>
        transaction?.ResourceId is { } id && region.Resource(id) is { } resource
            ? new Destination(
                    resource, resource.ClientId is { } client ? region.Party(client) : null, resource.ServiceProvider is { } slug ? region.ServiceProviderBySlug(slug) : null) is var plain && plain.Party is { } party
                ? plain with { MayStaySignedIn = party.Grants.Contains(GrantType.RefreshToken) && AsksToStay(transaction.Target) }
                : plain
            : null;

    private static bool AsksToStay(string target) =>
        target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query
        && QueryHelpers.ParseQuery(target[query..]).TryGetValue("scope", out var scopes) && scopes.ToString().Split(' ').Contains("offline_access");
}
