using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Releases;

namespace DigitalAccess.Web.Oidc;

/// <summary>A vendor's OpenID Connect client, as the region registered it.</summary>
internal sealed class RelyingParty
{
    public required string ClientId { get; init; }
    public required Guid VendorId { get; set; }
    public Vendor? Vendor { get; init; }
    public required string Name { get; set; }
    public required List<string> RedirectUris { get; set; }
    public List<string> PostLogoutRedirectUris { get; set; } = [];

    /// <summary>Further origins that the vendor's sign-in passes through, so that the browser lets the login form lead there.</summary>
    public List<string> AlsoVisits { get; set; } = [];

    /// <summary>What the vendor gets to know beyond the pairwise subject; a contract, minimal by default.</summary>
    public List<AttributeRelease> Releases { get; set; } = [AttributeRelease.Of(ReleaseSource.Library)];

    /// <summary>The JWS algorithm of its identity tokens: <c>ES256</c> or <c>RS256</c>.</summary>
    public string IdTokenAlgorithm { get; set; } = "RS256";

    /// <summary>
    /// What is kept of the client's secret, see <see cref="ClientSecrets"/>. A client has a secret, or keys, or neither, and never
    /// two of them, so that the weaker cannot stand in for the stronger.
    /// </summary>
    public string? SecretHash { get; set; }

    /// <summary>The public keys by which the client proves itself, as a JSON Web Key Set.</summary>
    public string? Jwks { get; set; }

    /// <summary>The address where the client publishes these keys.</summary>
    public string? JwksUri { get; set; }

    /// <summary>Without secret and keys, as an app on a phone is: only PKCE ties the code to it.</summary>
    public bool IsPublic => SecretHash is null && Jwks is null && JwksUri is null;

    /// <summary>For what the token endpoint may be used.</summary>
    public List<GrantType> Grants { get; set; } = [GrantType.AuthorizationCode];

    /// <summary>Scopes of our own APIs that the client may ask for on its own behalf; empty for one that signs patrons in.</summary>
    public List<string> Scopes { get; set; } = [];

    /// <summary>Scopes that are this client's own: it is an API, and may ask what a token with one of them is worth.</summary>
    public List<string> Guards { get; set; } = [];

    /// <summary>How the client may be answered (OAuth 2.0 Multiple Response Type Encoding Practices, section 2.1).</summary>
    public List<string> ResponseModes { get; set; } = ["query", "form_post"];

    public TokenLifetimes Lifetimes { get; set; } = new();

    /// <summary>Whether patrons are asked before the vendor learns anything; without it, the library's agreement is the ground.</summary>
    public bool AsksConsent { get; set; }

    /// <summary>Whether requests must be pushed first, so that none passes through a browser's address line (RFC 9126, section 6).</summary>
    public bool PushedRequestsOnly { get; set; }

    /// <summary>Where the vendor is told, server to server, that a session has ended (OpenID Connect Back-Channel Logout 1.0).</summary>
    public string? BackChannelLogoutUri { get; set; }

    /// <summary>Where the browser is led in a frame for the same, at vendors that have nothing else (Front-Channel Logout 1.0).</summary>
    public string? FrontChannelLogoutUri { get; set; }

    /// <summary>Clients with the same sector see the same pairwise subject (OpenID Connect Core 1.0, section 8.1).</summary>
    public required string Sector { get; set; }

    public bool Active { get; set; } = true;
}

/// <summary>For what a client may use the token endpoint (RFC 6749, sections 4.1, 4.4 and 6).</summary>
internal enum GrantType
{
    AuthorizationCode,
    RefreshToken,
    ClientCredentials,
}

/// <summary>How long a client's tokens live. Short, as userinfo and refresh ask each time whether the patron is still entitled.</summary>
internal sealed class TokenLifetimes
{
    /// <summary>Minutes.</summary>
    public int AccessToken { get; set; } = 5;

    /// <summary>Minutes.</summary>
    public int IdentityToken { get; set; } = 5;

    /// <summary>Days that a refresh token may lie unused.</summary>
    public int RefreshToken { get; set; } = 14;

    /// <summary>Days after which the patron must sign in again, however often the token was renewed.</summary>
    public int OfflineAccess { get; set; } = 90;
}
