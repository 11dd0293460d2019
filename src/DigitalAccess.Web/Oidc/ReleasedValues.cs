using System.Collections.Immutable;
using System.Security.Claims;
using System.Text.Json;
using DigitalAccess.Web.Releases;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Abstractions;

namespace DigitalAccess.Web.Oidc;

/// <summary>Released claims in the engine's hands, on the way out and on the way back from an access token.</summary>
internal static class ReleasedValues
{
    public static void AddTo(ClaimsIdentity identity, Release release)
    {
        foreach (var claim in release.Claims)
            identity.AddClaim(claim.IsList
                ? new Claim(claim.Name, JsonSerializer.Serialize(claim.Values), JsonClaimValueTypes.JsonArray)
                : new Claim(claim.Name, claim.Values[0]));
    }

    /// <summary>What the access token says, as far as the contract still allows it, in the shapes that the identity token had.</summary>
    public static IEnumerable<(string Name, OpenIddictParameter Value)> Read(ClaimsPrincipal accessToken, IReadOnlyList<AttributeRelease> contract)
    {
        foreach (var name in contract.Select(line => line.Claim).Distinct(StringComparer.Ordinal))
            if (accessToken.GetClaims(name) is { Length: > 0 } values)
                yield return (name, ReleaseRules.IsList(contract, name) ? new OpenIddictParameter(values.Cast<string?>().ToImmutableArray()) : new OpenIddictParameter(values[0]));
    }
}
