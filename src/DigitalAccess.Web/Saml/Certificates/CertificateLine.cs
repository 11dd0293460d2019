using DigitalAccess.Web.Libraries;

namespace DigitalAccess.Web.Saml.Certificates;

/// <summary>
/// What signs for a library with one kind of key: the certificates of its owner by <see cref="CertificateRules"/>, and until the
/// last vendor has left them those of the owner before, the library itself or all libraries together.
/// </summary>
internal sealed class CertificateLine
{
    private readonly IReadOnlyList<SamlCertificate> _before;
    private readonly AnnouncedChange? _change;

    private CertificateLine(IReadOnlyList<SamlCertificate> now, IReadOnlyList<SamlCertificate> before, AnnouncedChange? change) => (Now, _before, _change) = (now, before, change);

    /// <summary>Those of the owner that all vendors arrive at.</summary>
    public IReadOnlyList<SamlCertificate> Now { get; }

    /// <summary>Of a library; one whose own certificates are still to be made goes with the others.</summary>
    /// <param name="all">Certificates of every owner and kind.</param>
    /// <param name="library">The library; null for those that have none of their own.</param>
    /// <param name="kind">Of which kind.</param>
    public static CertificateLine Of(IEnumerable<SamlCertificate> all, Library? library, CertificateKind kind)
    {
        var ofKind = all.Where(c => c.Kind == kind).ToList();
        var (shared, own) = (ofKind.FindAll(c => c.LibraryId is null), ofKind.FindAll(c => library is not null && c.LibraryId == library.Id));
        if (library?.Certificates is not { } owner || own.Count == 0)
            return new CertificateLine(shared, [], change: null);
        var (now, before) = owner.IsOwn ? (own, shared) : (shared, own);

        // What was made for the former owner later on is unknown to this library's vendors, and stays so.
        return new CertificateLine(now, owner.Change.HasNotice ? before.FindAll(c => c.CreatedAt < owner.Change.At) : [], owner.Change);
    }

    /// <summary>The certificate that signs for a vendor now.</summary>
    /// <param name="vendorChanges">From when on this vendor is sent what the newest signs; null where it goes with the others.</param>
    /// <param name="now">Now.</param>
    public SamlCertificate? Signing(DateTimeOffset? vendorChanges, DateTimeOffset now) =>
        now < LeavesBefore(vendorChanges, now) ? CertificateRules.Signing(_before, DayOfBefore(vendorChanges, now), now) : CertificateRules.Signing(Now, vendorChanges, now);

    /// <summary>The certificate that will sign for everybody when all have changed.</summary>
    public SamlCertificate? Newest(DateTimeOffset now) => CertificateRules.Newest(Now, now);

    /// <summary>When a vendor is sent what the newest signs; null when it is so already.</summary>
    public DateTimeOffset? ChangesAt(DateTimeOffset? vendorChanges, DateTimeOffset now)
    {
        var later = CertificateRules.ChangesAt(Now, vendorChanges, now);
        return LeavesBefore(vendorChanges, now) is { } leaves && now < leaves && !(later > leaves) ? leaves : later;
    }

    /// <summary>What vendors are told of, the former owner's first.</summary>
    public IEnumerable<SamlCertificate> Published(IReadOnlyCollection<DateTimeOffset> vendorsChange, DateTimeOffset now, SamlOptions options)
    {
        var isTold = vendorsChange.Select(day => (DateTimeOffset?)day).Append(null).Max(day => _change?.For(day)) + options.KeepPublished > now;
        return [.. isTold ? CertificateRules.Published(_before, vendorsChange, now, options) : [], .. CertificateRules.Published(Now, vendorsChange, now, options)];
    }

    /// <summary>Whether everybody has arrived at the newest: before that, a vendor's day would not know which change it speaks of.</summary>
    public bool IsSettled(IReadOnlyCollection<DateTimeOffset> vendorsChange, DateTimeOffset now) =>
        CertificateRules.IsSettled(Now, vendorsChange, now) && vendorsChange.Select(day => (DateTimeOffset?)day).Append(null).All(day => !(now < LeavesBefore(day, now)));

    /// <summary>A vendor's day speaks of the change of owner, unless the former owner's were about to change themselves.</summary>
    private DateTimeOffset? DayOfBefore(DateTimeOffset? vendorChanges, DateTimeOffset now) =>
        CertificateRules.Newest(_before, now)?.ActiveFrom <= _change?.At ? null : vendorChanges;

    /// <summary>When a vendor leaves the former owner's behind: at the latest when the last of them ends or is revoked. Null where nothing good is left of them.</summary>
    private DateTimeOffset? LeavesBefore(DateTimeOffset? vendorChanges, DateTimeOffset now) =>
        CertificateRules.Newest(_before, now) is { } last && now < last.NotAfter && _change is { } change
            ? change.For(vendorChanges) is var day && day < last.NotAfter ? day : last.NotAfter
            : null;
}
