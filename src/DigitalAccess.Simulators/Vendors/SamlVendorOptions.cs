namespace DigitalAccess.Simulators.Vendors;

/// <summary>One simulated vendor that signs patrons in by SAML 2.0.</summary>
public sealed record SamlVendorOptions
{
    /// <summary>What stands on the front page.</summary>
    public required string Name { get; init; }

    /// <summary>What it is called in addresses of its own metadata.</summary>
    public required string Slug { get; init; }

    /// <summary>Its name in messages.</summary>
    public required string EntityId { get; init; }

    /// <summary>Which of the simulated sites' looks it wears.</summary>
    public string Look { get; init; } = "kiosk";

    /// <summary>Under this, one for each library, are the identity providers that it trusts.</summary>
    public required Uri IdentityProviders { get; init; }

    /// <summary>PEM file of the authority that issued the identity providers' certificate for TLS, where the machine does not know it.</summary>
    public string? TrustedCertificateAuthority { get; init; }

    /// <summary>TCP port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    internal VendorFace Face => new(Name, Look);
}
