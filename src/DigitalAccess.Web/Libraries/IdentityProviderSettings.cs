using DigitalAccess.Web.Data;

namespace DigitalAccess.Web.Libraries;

/// <summary>How a library's SAML identity provider shows itself.</summary>
internal sealed class IdentityProviderSettings
{
    /// <summary>What it is called where people choose; the library's name where nothing is said.</summary>
    public LocalizedText? DisplayName { get; set; }
    public IdentityProviderLogo? Logo { get; set; }

    /// <summary>Whether it signs with a certificate of its own instead of the region's.</summary>
    public bool OwnCertificate { get; set; }
}

/// <summary>A picture at an https address, and its size in pixels.</summary>
internal sealed class IdentityProviderLogo
{
    public required string Address { get; set; }
    public required int Width { get; set; }
    public required int Height { get; set; }
}
