using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.IdentityModel.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;
using EnginePermissions = OpenIddict.Abstractions.OpenIddictConstants.Permissions;

namespace DigitalAccess.Web.Oidc.Clients;

/// <summary>A relying party as the engine wants to see it. Made once for each registration, not once for each request.</summary>
internal sealed class EngineClient
{
    private static readonly ConditionalWeakTable<RelyingParty, EngineClient> Known = [];

    private EngineClient(RelyingParty party)
    {
        Party = party;
        Keys = party.Jwks is { } keys ? ClientKeys.Parse(keys) : null;
        Permissions = [.. PermissionsOf(party)];
        RedirectUris = [.. party.RedirectUris];
        PostLogoutRedirectUris = [.. party.PostLogoutRedirectUris];
        EngineSettings = new Dictionary<string, string>
        {
            [Settings.TokenLifetimes.AccessToken] = Text(TimeSpan.FromMinutes(party.Lifetimes.AccessToken)),
            [Settings.TokenLifetimes.IdentityToken] = Text(TimeSpan.FromMinutes(party.Lifetimes.IdentityToken)),
            [Settings.TokenLifetimes.RefreshToken] = Text(TimeSpan.FromDays(party.Lifetimes.RefreshToken)),
        }.ToImmutableDictionary(StringComparer.Ordinal);
    }

    public RelyingParty Party { get; }
    public JsonWebKeySet? Keys { get; }
    public ImmutableArray<string> Permissions { get; }
    public ImmutableArray<string> RedirectUris { get; }
    public ImmutableArray<string> PostLogoutRedirectUris { get; }
    public ImmutableDictionary<string, string> EngineSettings { get; }
    public string ClientType => Party.IsPublic ? ClientTypes.Public : ClientTypes.Confidential;

    public static EngineClient Of(RelyingParty party) => Known.GetValue(party, static p => new EngineClient(p));

    /// <summary>The grant as requests and metadata spell it (RFC 6749, sections 4.1.3, 4.4.2 and 6).</summary>
    public static string NameOf(GrantType grant) => grant switch
    {
        GrantType.AuthorizationCode => GrantTypes.AuthorizationCode,
        GrantType.RefreshToken => GrantTypes.RefreshToken,
        GrantType.ClientCredentials => GrantTypes.ClientCredentials,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static IEnumerable<string> PermissionsOf(RelyingParty party)
    {
        yield return EnginePermissions.Endpoints.Token;
        yield return EnginePermissions.Endpoints.Revocation;
        if (party.Guards.Count > 0)
            yield return EnginePermissions.Endpoints.Introspection;
        foreach (var grant in party.Grants)
            yield return EnginePermissions.Prefixes.GrantType + NameOf(grant);
        if (!party.Grants.Contains(GrantType.AuthorizationCode))
            yield break;
        yield return EnginePermissions.Endpoints.Authorization;
        yield return EnginePermissions.Endpoints.PushedAuthorization;
        yield return EnginePermissions.Endpoints.EndSession;
        yield return EnginePermissions.ResponseTypes.Code;
    }

    private static string Text(TimeSpan lifetime) => lifetime.ToString("c", CultureInfo.InvariantCulture);
}
