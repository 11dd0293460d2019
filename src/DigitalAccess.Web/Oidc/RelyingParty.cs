using DigitalAccess.Web.Catalogue;

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
    public List<ReleasedAttribute> Releases { get; set; } = [ReleasedAttribute.Library];

    /// <summary>The JWS algorithm of its identity tokens: <c>ES256</c> or <c>RS256</c>.</summary>
    public string IdTokenAlgorithm { get; set; } = "RS256";

    /// <summary>
    /// The public keys by which the client proves itself, as a JSON Web Key Set; null for a client with a secret. A client
    /// has one or the other, so that the weaker cannot stand in for the stronger.
    /// </summary>
    public string? Jwks { get; set; }

    /// <summary>Clients with the same sector see the same pairwise subject (OpenID Connect Core 1.0, section 8.1).</summary>
    public required string Sector { get; set; }

    public bool Active { get; set; } = true;
}

/// <summary>One thing a vendor may be told of a patron.</summary>
internal enum ReleasedAttribute
{
    /// <summary>Which library issued the card.</summary>
    Library,

    /// <summary>The municipality's name.</summary>
    Municipality,

    /// <summary>Child, youth or adult; never a birth date.</summary>
    AgeBand,
}
