using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Releases;
using DigitalAccess.Web.Saml.Certificates;
using DigitalAccess.Web.Saml.Metadata;

namespace DigitalAccess.Web.Saml;

/// <summary>A vendor's SAML service provider, as the region registered it. What it says of itself is in its metadata.</summary>
internal sealed class ServiceProvider
{
    public const string RsaSha256 = "rsa-sha256";
    public const string EcdsaSha256 = "ecdsa-sha256";

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Names it in the region's files and in addresses of ours; never changes.</summary>
    public required string Slug { get; init; }

    /// <summary>Its name in messages (SAML Core 8.3.6).</summary>
    public required string EntityId { get; set; }
    public required Guid VendorId { get; set; }
    public Vendor? Vendor { get; init; }
    public required string Name { get; set; }

    /// <summary>Service providers and clients with the same sector see the same pairwise pseudonym.</summary>
    public required string Sector { get; set; }

    /// <summary>What it gets to know beyond the name identifier; a contract, minimal by default.</summary>
    public List<AttributeRelease> Releases { get; set; } = [AttributeRelease.Of(ReleaseSource.Library)];
    public MetadataSource Metadata { get; set; } = new();

    /// <summary>The name identifier that it is given when it does not ask for one.</summary>
    public ServiceProviderNameId NameId { get; set; }
    public bool SignsResponse { get; set; } = true;
    public bool SignsAssertion { get; set; } = true;
    public EncryptionRule Encryption { get; set; }

    /// <summary><see cref="RsaSha256"/> or <see cref="EcdsaSha256"/>.</summary>
    public string SignatureAlgorithm { get; set; } = RsaSha256;

    /// <summary>When it goes over to this algorithm from the other one, as it is told; null where it was never sent another.</summary>
    public AnnouncedChange? AlgorithmChange { get; set; }

    public CertificateKind CertificateKind => SignatureAlgorithm == EcdsaSha256 ? CertificateKind.Ecdsa : CertificateKind.Rsa;

    /// <summary>Whether its requests must be signed although its metadata does not say that they are.</summary>
    public bool RequiresSignedRequests { get; set; }

    /// <summary>Whether it takes patrons that it did not ask for (SAML Profiles 4.1.5).</summary>
    public bool AllowsIdpInitiated { get; set; }

    /// <summary>Values of RelayState that such a patron may be sent with.</summary>
    public List<string> RelayStates { get; set; } = [];

    /// <summary>From when on it is sent what the newest certificate signs; null where it goes with the others.</summary>
    public DateOnly? NewCertificateFrom { get; set; }
    public bool Active { get; set; } = true;

    /// <summary>When that day begins at a library.</summary>
    public DateTimeOffset? OwnDay(Library library) => NewCertificateFrom is { } day ? library.StartOf(day) : null;
}

/// <summary>Name identifiers that a service provider can be given. No patron's e-mail address is known here, so none is told.</summary>
internal enum ServiceProviderNameId
{
    /// <summary>Another at every session.</summary>
    Transient,

    /// <summary>The pairwise pseudonym.</summary>
    Persistent,

    /// <summary>The pairwise pseudonym, under the name of no format.</summary>
    Unspecified,

    /// <summary>Attributes alone.</summary>
    None,

    /// <summary>The pairwise pseudonym in the form of an e-mail address, for services that take no other key. Nobody receives mail there.</summary>
    Email,
}

/// <summary>When assertions are encrypted.</summary>
internal enum EncryptionRule
{
    /// <summary>When its metadata has a key for it.</summary>
    WhenPossible,

    /// <summary>Always; without a key nobody is let through.</summary>
    Always,
    Never,
}

/// <summary>Where a service provider's metadata comes from, and what must be true of it.</summary>
internal sealed class MetadataSource
{
    public MetadataKind Kind { get; set; }

    /// <summary>The address of the metadata, of a federation's aggregate, or of its query service.</summary>
    public string? Address { get; set; }

    /// <summary>SHA-256 of the metadata itself, read from the region's folder or made of a preset; it is kept as <see cref="GivenMetadata"/>.</summary>
    public string? File { get; set; }

    /// <summary>The metadata itself, on its way from the region's files; not kept here.</summary>
    [JsonIgnore]
    public string? Text { get; private init; }

    /// <summary>A certificate (PEM) whose key must have signed what is fetched; known from elsewhere.</summary>
    public string? Certificate { get; set; }
    public bool RequiresValidUntil { get; set; }

    /// <summary>How far away its end may be where one is required.</summary>
    public int LongestValidityDays { get; set; } = 30;

    /// <summary>Metadata that nobody has to be asked for.</summary>
    public static MetadataSource Given(MetadataKind kind, string text) =>
        new() { Kind = kind, File = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), Text = text };
}

/// <summary>How metadata is found.</summary>
internal enum MetadataKind
{
    /// <summary>At an address, alone or in an aggregate.</summary>
    Address,

    /// <summary>By asking a metadata query service for the entityID.</summary>
    Mdq,

    /// <summary>In a file of the region's folder.</summary>
    File,

    /// <summary>In a preset.</summary>
    Preset,
}
