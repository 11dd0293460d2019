using DigitalAccess.Web.Releases;

namespace DigitalAccess.Web.Catalogue;

/// <summary>The vendor's API that begins a session for a patron of ours, see docs/vendors/session-api.md.</summary>
internal sealed class SessionApi
{
    /// <summary>The purpose under which the secret is encrypted at rest.</summary>
    public const string SecretPurpose = "DigitalAccess.SessionApi.Secret";

    /// <summary>Where we ask.</summary>
    public required string Address { get; set; }

    /// <summary>APIs and clients with the same sector see the same pairwise subject.</summary>
    public required string Sector { get; set; }

    /// <summary>What the vendor gets to know beyond the pairwise subject.</summary>
    public List<AttributeRelease> Releases { get; set; } = [AttributeRelease.Of(ReleaseSource.Library)];

    /// <summary>The bearer token by which we prove ourselves, encrypted.</summary>
    public string ProtectedSecret { get; set; } = "";
}
