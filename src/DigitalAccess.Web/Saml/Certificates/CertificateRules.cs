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
        var usable = certificates.Where(c => !IsRevoked(c, now)).OrderByDescending(c => c.ActiveFrom).ToList();
        if (usable.Count < 2 || vendorChanges is not { } day)
            return usable.Find(c => c.ActiveFrom <= now) ?? usable.LastOrDefault();

        // The vendor's own day speaks of the newest, and of nothing that was before it.
        return now >= day ? usable[0] : usable[1];
    }

    /// <summary>What vendors are told of: what signs, what will sign, and what signed not long ago or still does for a vendor that changes late.</summary>
    public static IEnumerable<SamlCertificate> Published(
        IReadOnlyCollection<SamlCertificate> certificates, IReadOnlyCollection<DateTimeOffset> vendorsChange, DateTimeOffset now, SamlOptions options) =>
        certificates.Where(c => !IsRevoked(c, now) && (LastUse(c, certificates, vendorsChange) is not { } last || now < last + options.KeepPublished))
            .OrderBy(c => c.ActiveFrom);

    /// <summary>From when on a certificate that is made now should sign; null while the present ones last.</summary>
    public static DateTimeOffset? NextActiveFrom(IReadOnlyCollection<SamlCertificate> certificates, DateTimeOffset now, SamlOptions options)
    {
        var usable = certificates.Where(c => c.RevokedFrom is null).ToList();
        if (usable.Count == 0)
            return now;
        return now < usable.Max(c => c.NotAfter) - options.Announce ? null : now + options.Notice;
    }

    /// <summary>When the last vendor leaves it behind; null while it is the newest.</summary>
    private static DateTimeOffset? LastUse(SamlCertificate certificate, IReadOnlyCollection<SamlCertificate> all, IReadOnlyCollection<DateTimeOffset> vendorsChange)
    {
        var later = all.Where(c => c.RevokedFrom is null && c.ActiveFrom > certificate.ActiveFrom).OrderBy(c => c.ActiveFrom).ToList();
        if (later.Count == 0)
            return null;
        var general = later[0].ActiveFrom;
        return later.Count == 1 && vendorsChange.Count > 0 && vendorsChange.Max() is var latest && latest > general ? latest : general;
    }

    private static bool IsRevoked(SamlCertificate certificate, DateTimeOffset now) => certificate.RevokedFrom <= now;
}
