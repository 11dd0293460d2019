using DigitalAccess.Web.Data;

namespace DigitalAccess.Web.Catalogue;

/// <summary>What a vendor sells as one entry in the catalogue.</summary>
internal sealed class Resource
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Slug { get; init; }
    public required Guid VendorId { get; set; }
    public Vendor? Vendor { get; init; }
    public required LocalizedText Name { get; set; }
    public required LocalizedText Description { get; set; }
    public required ResourceCategory Category { get; set; }
    public required AccessMethod AccessMethod { get; set; }

    /// <summary>
    /// Where a click in the portal leads: for <see cref="AccessMethod.Oidc"/> the vendor's initiate-login address
    /// (OpenID Connect Core 1.0, section 4), for <see cref="AccessMethod.PlainLink"/> the resource itself, for
    /// <see cref="AccessMethod.Saml"/> where the vendor begins its sign-in (<c>{identityProvider}</c> stands for the library's name). For
    /// <see cref="AccessMethod.VendorSession"/> the vendor says where; this is the only origin it may name.
    /// </summary>
    public required string LaunchUrl { get; set; }

    /// <summary>Where one title of the resource is, with <c>{title}</c> in place of what the vendor calls it; null where there are no such links.</summary>
    public string? TitleUrl { get; set; }

    /// <summary>The OpenID Connect client that signs patrons in to this resource.</summary>
    public string? ClientId { get; set; }

    /// <summary>Slug of the SAML service provider that signs patrons in to this resource.</summary>
    public string? ServiceProvider { get; set; }

    /// <summary>The API that begins sessions, for <see cref="AccessMethod.VendorSession"/>.</summary>
    public SessionApi? SessionApi { get; set; }

    public bool Active { get; set; } = true;
}

/// <summary>How a resource opens.</summary>
internal enum AccessMethod
{
    Oidc,
    PlainLink,
    Saml,

    /// <summary>The vendor's API is asked for a session and says where it begins.</summary>
    VendorSession,
}

/// <summary>What the resource is about, for the patron's shelves and the national statistics.</summary>
internal enum ResourceCategory
{
    News,
    Film,
    Languages,
    Books,
    Reference,
    Genealogy,
    Music,
    Science,
    Children,
    Law,
    Maps,
    Learning,
}
