using DigitalAccess.Web.Libraries;

namespace DigitalAccess.Web.Saml.Certificates;

/// <summary>
/// When the certificates of one owner and one kind are published, sign, and go. Each vendor may have a day of its own for the
/// change to the newest, because many take a certificate in by hand; all rules are computed from the rows, so that every node
/// follows them at the same moment.
/// </summary>
internal static class CertificateRules
{
    /// <summary>The certificate that signs for a vendor now.</summary>
    /// <param name="certificates">Those of one owner and kind.</param>
    /// <param name="vendorChanges">From when on this vendor is sent what the newest signs; null where it goes with the others.</param>
    /// <param name="now">Now.</param>
    public static SamlCertificate? Signing(IEnumerable<SamlCertificate> certificates, DateTimeOffset? vendorChanges, DateTimeOffset now)
    {
        var fit = Fit(certificates, now);
        if (fit is not [var newest, _, ..] || OwnStart(newest, vendorChanges) is not { } start)
            return InGeneral(fit, now);
        return now >= start ? newest : InGeneral(fit.GetRange(1, fit.Count - 1), now);
    }

    /// <summary>The certificate that will sign for everybody when all have changed.</summary>
    public static SamlCertificate? Newest(IEnumerable<SamlCertificate> certificates, DateTimeOffset now) => Fit(certificates, now).FirstOrDefault();

    /// <summary>When a vendor is sent what the newest signs; null when it is so already.</summary>
    public static DateTimeOffset? ChangesAt(IReadOnlyCollection<SamlCertificate> certificates, DateTimeOffset? vendorChanges, DateTimeOffset now)
    {
        var (signing, newest) = (Signing(certificates, vendorChanges, now), Newest(certificates, now));
        return signing is null || newest is null || signing.Id == newest.Id ? null : Left(signing, [newest], vendorChanges);
    }

    /// <summary>What vendors are told of: what signs, what will sign, and what signed not long ago or still does for a vendor that changes late.</summary>
    public static IEnumerable<SamlCertificate> Published(
        IReadOnlyCollection<SamlCertificate> certificates, IReadOnlyCollection<DateTimeOffset> vendorsChange, DateTimeOffset now, SamlOptions options) =>
        certificates.Where(c => !IsRevoked(c, now) && (LastUse(c, certificates, vendorsChange) is not { } last || now < last + options.KeepPublished))
            .OrderBy(c => c.CreatedAt).ThenBy(c => c.ActiveFrom);

    /// <summary>From when on a certificate that is made now should sign; null while the present ones last.</summary>
    public static DateTimeOffset? NextActiveFrom(IReadOnlyCollection<SamlCertificate> certificates, DateTimeOffset now, SamlOptions options)
    {
        var usable = certificates.Where(c => c.RevokedFrom is null).ToList();
        if (usable.Count == 0)
            return now;
        return now < usable.Max(c => c.NotAfter) - options.Announce ? null : AnnouncedActiveFrom(usable, now, options);
    }

    /// <summary>From when on a certificate that is announced now signs: after its notice, or when the last good one ends before that.</summary>
    public static DateTimeOffset AnnouncedActiveFrom(IReadOnlyCollection<SamlCertificate> certificates, DateTimeOffset now, SamlOptions options)
    {
        var (end, notice) = (certificates.Where(c => c.RevokedFrom is null).Select(c => c.NotAfter).DefaultIfEmpty(now).Max(), now + options.Notice);
        return end <= now ? now : end < notice ? end : notice;
    }

    /// <summary>Whether everybody has arrived at the newest: before that, a vendor's day would not know which change it speaks of.</summary>
    public static bool IsSettled(IReadOnlyCollection<SamlCertificate> certificates, IReadOnlyCollection<DateTimeOffset> vendorsChange, DateTimeOffset now)
    {
        var newest = Newest(certificates, now);
        return vendorsChange.Select(day => (DateTimeOffset?)day).Append(null).All(day => Signing(certificates, day, now)?.Id == newest?.Id);
    }

    /// <summary>From when on the newest signs for a vendor with a day of its own; null where the day speaks of an earlier change.</summary>
    private static DateTimeOffset? OwnStart(SamlCertificate newest, DateTimeOffset? vendorChanges) => AnnouncedChange.OwnStart(newest.CreatedAt, vendorChanges);

    private static SamlCertificate? InGeneral(List<SamlCertificate> newestFirst, DateTimeOffset now) =>
        newestFirst.Find(c => c.ActiveFrom <= now) ?? newestFirst.LastOrDefault();

    /// <summary>
    /// The newest first. One that has ended signs no more while there is one that has not; where all have, the last goes on, for most
    /// vendors look at the key alone.
    /// </summary>
    private static List<SamlCertificate> Fit(IEnumerable<SamlCertificate> certificates, DateTimeOffset now)
    {
        var usable = certificates.Where(c => !IsRevoked(c, now)).OrderByDescending(c => c.CreatedAt).ThenByDescending(c => c.ActiveFrom).ToList();
        return usable.Exists(c => c.NotAfter > now) ? usable.FindAll(c => c.NotAfter > now) : usable;
    }

    /// <summary>When the last vendor leaves it behind; null while it is the newest.</summary>
    private static DateTimeOffset? LastUse(SamlCertificate certificate, IReadOnlyCollection<SamlCertificate> all, IReadOnlyCollection<DateTimeOffset> vendorsChange)
    {
        var newer = all.Where(c => c.RevokedFrom is null && c.CreatedAt > certificate.CreatedAt).OrderByDescending(c => c.CreatedAt).ToList();
        return newer.Count == 0 ? null : vendorsChange.Select(day => (DateTimeOffset?)day).Append(null).Max(day => Left(certificate, newer, day));
    }

    /// <summary>When a vendor leaves it behind, for the newest or for one between: at the latest when it ends.</summary>
    private static DateTimeOffset Left(SamlCertificate certificate, List<SamlCertificate> newestFirst, DateTimeOffset? vendorChanges)
    {
        var starts = newestFirst.Select((c, i) => i == 0 && OwnStart(c, vendorChanges) is { } own ? own : c.ActiveFrom).Min();
        var end = newestFirst.Min(c => c.CreatedAt) is var made && made > certificate.NotAfter ? made : certificate.NotAfter;
        return starts < end ? starts : end;
    }

    private static bool IsRevoked(SamlCertificate certificate, DateTimeOffset now) => certificate.RevokedFrom <= now;
}
