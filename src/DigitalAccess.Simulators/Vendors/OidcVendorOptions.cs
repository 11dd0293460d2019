using Microsoft.IdentityModel.Tokens;

namespace DigitalAccess.Simulators.Vendors;

/// <summary>One simulated vendor that signs patrons in by OpenID Connect.</summary>
public sealed record OidcVendorOptions
{
    /// <summary>What stands on the front page.</summary>
    public required string Name { get; init; }

    /// <summary>Which of the simulated sites' looks it wears: <c>kiosk</c> or <c>film</c>.</summary>
    public string Look { get; init; } = "kiosk";

    /// <summary>The identity provider's issuer.</summary>
    public required string Authority { get; init; }
    public required string ClientId { get; init; }
    public string? ClientSecret { get; init; }

    /// <summary>Instead of a secret: the key that signs what the client says of itself (private_key_jwt).</summary>
    public SigningCredentials? ClientKey { get; init; }

    /// <summary>PEM file of the authority that issued the provider's certificate, where the machine does not know it.</summary>
    public string? TrustedCertificateAuthority { get; init; }

    /// <summary>TCP port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    internal VendorFace Face => new(Name, Look);
}
