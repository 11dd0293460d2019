using DigitalAccess.Web.Data;
using DigitalAccess.Web.Libraries;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Saml.Certificates;

/// <summary>Which certificates there are, which vendor is sent which, and who has seen what: for staff, for the alarm and for commands.</summary>
internal sealed class CertificateOverview(DigitalAccessDb db, RegionSnapshots region, IOptions<SamlOptions> options, TimeProvider clock)
{
    /// <returns>The region first, then the libraries that have certificates of their own, or had until not long ago.</returns>
    public async Task<IReadOnlyList<CertificateOwner>> ReadAsync(CancellationToken ct)
    {
        // As the database has it: a command may have changed it in another process a moment ago.
        var now = await region.ReloadAsync(ct);
        var certificates = await db.SamlCertificates.AsNoTracking().ToListAsync(ct);
        var sightings = (await db.CertificateSightings.AsNoTracking().Where(s => s.ServiceProvider != "").ToListAsync(ct)).ToLookup(s => s.ServiceProvider, StringComparer.Ordinal);
        var active = now.Libraries.Where(l => l.Active).OrderBy(l => l.Name, StringComparer.Ordinal).ToList();
        var apart = active.FindAll(l => GoesApart(l, now));
        return [Owner(null, [.. active.Except(apart)], now, certificates, sightings), .. apart.Select(l => Owner(l, [l], now, certificates, sightings))];
    }

    /// <summary>With certificates of its own, or with vendors that do not all have left these behind long enough.</summary>
    private bool GoesApart(Library library, RegionSnapshot now) => library.Certificates is { } owner
        && (owner.IsOwn || (owner.Change.HasNotice && clock.GetUtcNow() < DaysOf([library], now).Select(day => (DateTimeOffset?)day).Append(null).Max(owner.Change.For) + options.Value.KeepPublished));

    private static List<DateTimeOffset> DaysOf(List<Library> libraries, RegionSnapshot now) =>
        [.. libraries.SelectMany(l => now.ActiveServiceProviders.Select(p => p.OwnDay(l)).OfType<DateTimeOffset>()).Distinct()];

    private CertificateOwner Owner(
        Library? owner, List<Library> libraries, RegionSnapshot now, List<SamlCertificate> certificates, ILookup<string, CertificateSighting> sightings)
    {
        var providers = now.ActiveServiceProviders.OrderBy(p => p.Name, StringComparer.Ordinal).ToList();
        var days = DaysOf(libraries, now);
        var lines = Enum.GetValues<CertificateKind>().ToDictionary(kind => kind, kind => CertificateLine.Of(certificates, owner, kind));
        return new CertificateOwner(
            owner, [.. KindsOf(libraries, providers).SelectMany(kind => lines[kind].Published(days, clock.GetUtcNow(), options.Value))],
            [.. providers.Select(p => Standing(p, LibrariesOf(p, libraries, now), lines, sightings[p.Slug])).OfType<VendorStanding>()], days);
    }

    /// <summary>Those that stand in the metadata of the libraries.</summary>
    private IEnumerable<CertificateKind> KindsOf(List<Library> libraries, List<ServiceProvider> providers) =>
        libraries.SelectMany(l => CertificateKinds.Published(providers, l, clock.GetUtcNow(), options.Value)).Append(CertificateKind.Rsa).Distinct().Order();

    /// <summary>Those whose patrons it may be sent.</summary>
    private static List<Library> LibrariesOf(ServiceProvider provider, List<Library> libraries, RegionSnapshot now) =>
        now.ResourceOfServiceProvider(provider.Slug) is { } resource ? libraries.FindAll(l => now.LicencesOf(resource.Id).Any(licence => licence.Covers(l.Id))) : [];

    private VendorStanding? Standing(
        ServiceProvider provider, List<Library> libraries, Dictionary<CertificateKind, CertificateLine> lines, IEnumerable<CertificateSighting> sightings)
    {
        var now = clock.GetUtcNow();
        if (libraries is not [var first, ..])
            return null;
        var (day, line) = (provider.OwnDay(first), lines[provider.CertificateKind]);
        var (kind, changes) = (CertificateKinds.Signing(provider, first, now), line.ChangesAt(day, now));
        if (kind != provider.CertificateKind && CertificateKinds.ChangeOf(provider, first) is { } other && !(changes > other))
            changes = other;
        return lines[kind].Signing(CertificateKinds.DayOf(provider, first, kind, lines[kind], now), now) is { } signing && line.Newest(now) is { } newest
            ? new VendorStanding(provider, signing, newest, changes, libraries, [.. sightings.Where(s => libraries.Exists(l => l.Id == s.LibraryId))])
            : null;
    }
}

/// <summary>Whose certificates, and who is sent what they sign.</summary>
/// <param name="Library">The library that has its own, or had; null for the region.</param>
/// <param name="Published">Those that vendors are told of now.</param>
/// <param name="Vendors">Vendors that patrons of the owner's libraries may be sent to.</param>
/// <param name="VendorsChange">All days of change that vendors have of their own.</param>
internal sealed record CertificateOwner(
    Library? Library, IReadOnlyList<SamlCertificate> Published, IReadOnlyList<VendorStanding> Vendors, IReadOnlyList<DateTimeOffset> VendorsChange)
{
    /// <summary>From when on it signs for vendors that have no day of their own: one that is there already may still have to take over from the former owner's.</summary>
    public DateTimeOffset SignsFrom(SamlCertificate certificate) =>
        Library?.Certificates is { Change.ActiveFrom: var takeOver } now && now.IsOwn == (certificate.LibraryId is not null) && certificate.ActiveFrom < takeOver ? takeOver : certificate.ActiveFrom;
}

/// <summary>How one vendor stands to the certificates of one owner.</summary>
/// <param name="Provider">The vendor.</param>
/// <param name="Signing">What it is sent now.</param>
/// <param name="Newest">What it will be sent.</param>
/// <param name="ChangesAt">When; null when both are one.</param>
/// <param name="Libraries">Whose patrons it may be sent.</param>
/// <param name="Sightings">What it has fetched at its own addresses.</param>
internal sealed record VendorStanding(
    ServiceProvider Provider, SamlCertificate Signing, SamlCertificate Newest, DateTimeOffset? ChangesAt, IReadOnlyList<Library> Libraries, IReadOnlyList<CertificateSighting> Sightings)
{
    /// <summary>Libraries at whose address it has not fetched the newest.</summary>
    public IReadOnlyList<Library> Lacking { get; } = [.. Libraries.Where(l => !Sightings.Any(s => s.LibraryId == l.Id && s.Includes(Newest)))];

    /// <summary>Whether it has fetched some library's metadata, and last before the newest was in it. What it never fetched there it keeps by hand.</summary>
    public bool IsOutdated => Sightings.Any(s => !s.Includes(Newest));

    public DateTimeOffset? LastFetch => Sightings.Count == 0 ? null : Sightings.Max(s => s.LastAt);

    public CertificateSight Sight => (Sightings.Count, Lacking.Count) switch
    {
        (0, _) => CertificateSight.NeverFetched,
        (_, 0) => CertificateSight.Seen,
        var (_, lacking) => lacking < Libraries.Count ? CertificateSight.InPart : CertificateSight.NotSeen,
    };
}

/// <summary>Whether a vendor has fetched metadata with the newest certificate, at the addresses that are its own.</summary>
internal enum CertificateSight
{
    /// <summary>It has fetched nothing there: it may keep metadata by hand.</summary>
    NeverFetched,
    NotSeen,

    /// <summary>Of some libraries.</summary>
    InPart,
    Seen,
}
