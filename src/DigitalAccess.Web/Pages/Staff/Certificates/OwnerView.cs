using System.Globalization;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Saml.Certificates;

namespace DigitalAccess.Web.Pages.Staff.Certificates;

/// <summary>One owner's certificates as staff see them, with days by the region's clock.</summary>
internal sealed record OwnerView(CertificateOwner Owner, DateTimeOffset Now, BrokerOptions Broker)
{
    public string Id => Owner.Library?.Slug ?? "shared";

    public IEnumerable<CertificateView> Certificates => Owner.Published.Select(c => new CertificateView(
        Short(c), c.Kind == CertificateKind.Rsa ? "RSA" : "ECDSA", Day(c.CreatedAt), Day(Owner.SignsFrom(c)), Day(c.NotAfter), (int)Math.Floor((c.NotAfter - Now).TotalDays)));

    public IEnumerable<VendorView> Vendors => Owner.Vendors.Select(standing => new VendorView(standing, this));

    public string Day(DateTimeOffset instant) => Broker.InRegion(instant).ToString("d", CultureInfo.CurrentCulture);

    public string Time(DateTimeOffset instant) => Broker.InRegion(instant).ToString("g", CultureInfo.CurrentCulture);

    /// <summary>As much of the thumbprint as tells certificates apart, in groups, for people to compare.</summary>
    public static string Short(SamlCertificate certificate) => string.Join(' ', certificate.Thumbprint[..16].Chunk(4).Select(digits => new string(digits)));
}

internal sealed record CertificateView(string Thumbprint, string Kind, string Since, string SignsFrom, string Ends, int DaysLeft);

/// <summary>One vendor, and what staff should do about it.</summary>
internal sealed record VendorView(VendorStanding Standing, OwnerView Owner)
{
    /// <summary>A vendor that takes metadata in by hand needs about that long.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    public string Id => $"{Owner.Id}-{Standing.Provider.Slug}";

    /// <summary>No change ahead; ahead and seen; not seen yet; not seen and soon; sent already what it has not seen.</summary>
    public string State => (Standing.ChangesAt, Standing.Sight) switch
    {
        (null, _) => Standing.IsOutdated ? "Behind" : "Settled",
        (_, CertificateSight.Seen) => "Seen",
        ({ } at, _) => at <= Owner.Now + Soon ? "Soon" : "NotYet",
    };

    public string Badge => State switch
    {
        "Seen" => "badge badge-ok",
        "NotYet" => "badge badge-warn",
        "Settled" => "badge",
        _ => "badge badge-error",
    };

    public string? Notice => State switch
    {
        "NotYet" => "notice-warn",
        "Soon" or "Behind" => "notice-error",
        _ => null,
    };

    public string? Changes => Standing.ChangesAt is { } at ? Owner.Time(at) : null;

    /// <summary>Whether the moment is the vendor's own day, and nobody else's.</summary>
    public bool IsOwnDay => Standing.ChangesAt is { } at && at == Standing.Provider.OwnDay(Standing.Libraries[0]);

    public string? Fetched => Standing.LastFetch is { } at ? Owner.Time(at) : null;

    /// <summary>Shown and never linked: whoever opens it counts as the vendor.</summary>
    public string OwnAddress => $"{Owner.Broker.Origin}/saml/{Standing.Libraries[0].Slug}/metadata/{Standing.Provider.Slug}";

    /// <summary>Libraries whose metadata is to be sent to the vendor.</summary>
    public IReadOnlyList<Library> ToSend => Notice is null ? [] : Standing.Lacking;
}
