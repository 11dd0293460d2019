using System.Globalization;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Web.Saml.Metadata;

namespace DigitalAccess.Web.Pages.Staff.Vendors.Saml;

/// <summary>One service provider as staff see it, with times by the region's clock.</summary>
internal sealed record ServiceProviderView(ServiceProvider Provider, StoredMetadata? Stored, ServiceProviderMetadata? Metadata, DateTimeOffset Now, Func<DateTimeOffset, DateTimeOffset> Local)
{
    /// <summary>Whether patrons can be let in there: only by metadata that is valid.</summary>
    public bool Usable => Metadata?.IsValidAt(Now) == true;

    /// <summary>Not asked for yet, in order, at fault while the last good one serves on, or at fault and nothing to go by.</summary>
    public string State => (Stored, Usable) switch
    {
        (null, _) => "Waiting",
        ({ Fault: null }, true) => "Good",
        (_, true) => "Old",
        _ => "None",
    };

    public string Badge => State switch
    {
        "Good" => "badge badge-ok",
        "Old" => "badge badge-warn",
        "None" => "badge badge-error",
        _ => "badge",
    };

    public IEnumerable<KeyView> Keys => Metadata is null ? [] : Metadata.SigningKeys.Concat(Metadata.EncryptionKeys.Select(key => key.Key)).DistinctBy(key => key.Thumbprint)
        .Select(key => new KeyView(
            Metadata.SigningKeys.Any(other => other.Thumbprint == key.Thumbprint), Metadata.EncryptionKeys.Any(other => other.Key.Thumbprint == key.Thumbprint),
            string.Join(' ', key.Thumbprint.Chunk(4).Select(digits => new string(digits))), Local(key.NotAfter), key.NotAfter <= Now));

    public static ServiceProviderView Of(ServiceProvider provider, StoredMetadata? stored, DateTimeOffset now, Func<DateTimeOffset, DateTimeOffset> local) =>
        new(provider, stored, MetadataJudgement.InUse(stored, WantedMetadata.Of(provider)), now, local);

    public string? Time(DateTimeOffset? instant) => instant is { } at ? Local(at).ToString("g", CultureInfo.CurrentCulture) : null;
}

/// <param name="Signs">Whether messages may be signed with it.</param>
/// <param name="Encrypts">Whether assertions may be encrypted to it.</param>
/// <param name="Thumbprint">In groups, for people to compare.</param>
/// <param name="Until">The certificate's end, which is no limit.</param>
/// <param name="Over">Whether that has passed.</param>
internal sealed record KeyView(bool Signs, bool Encrypts, string Thumbprint, DateTimeOffset Until, bool Over)
{
    public string Use => (Signs, Encrypts) switch
    {
        (true, true) => "Both",
        (true, false) => "Signing",
        _ => "Encryption",
    };
}
