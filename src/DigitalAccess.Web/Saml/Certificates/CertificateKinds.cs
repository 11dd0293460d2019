using DigitalAccess.Web.Libraries;

namespace DigitalAccess.Web.Saml.Certificates;

/// <summary>Which kinds of certificate sign for vendors and are told to them: a vendor that changes to another kind knows none of that kind before.</summary>
internal static class CertificateKinds
{
    /// <summary>The kind that signs for a vendor now.</summary>
    public static CertificateKind Signing(ServiceProvider provider, Library library, DateTimeOffset now) =>
        ChangeOf(provider, library) is { } change && now < change ? Other(provider.CertificateKind) : provider.CertificateKind;

    /// <summary>
    /// A vendor is told of the kind that signs for it, of the one that will, and of the one that did not long ago; and of no other,
    /// because some products stumble over a second kind.
    /// </summary>
    public static IReadOnlyList<CertificateKind> Published(ServiceProvider provider, Library library, DateTimeOffset now, SamlOptions options) =>
        ChangeOf(provider, library) is { } change && now < change + options.KeepPublished ? Enum.GetValues<CertificateKind>() : [provider.CertificateKind];

    /// <summary>At the common address the rarer kind stands only where a vendor uses it.</summary>
    public static IReadOnlyList<CertificateKind> Published(IEnumerable<ServiceProvider> providers, Library library, DateTimeOffset now, SamlOptions options) =>
        [.. providers.SelectMany(p => Published(p, library, now, options)).Append(CertificateKind.Rsa).Distinct().Order()];

    /// <summary>When the vendor goes over from the other kind; null where it knows no other.</summary>
    public static DateTimeOffset? ChangeOf(ServiceProvider provider, Library library) =>
        provider.AlgorithmChange is { HasNotice: true } change ? change.For(provider.OwnDay(library)) : null;

    /// <summary>The vendor's own day, as far as it speaks of one kind: of the kind that it leaves it does not, unless that was about to change itself.</summary>
    /// <param name="provider">The vendor.</param>
    /// <param name="library">Whose patrons it is sent.</param>
    /// <param name="kind">The kind that signs for it.</param>
    /// <param name="line">The certificates of that kind.</param>
    /// <param name="now">Now.</param>
    public static DateTimeOffset? DayOf(ServiceProvider provider, Library library, CertificateKind kind, CertificateLine line, DateTimeOffset now) =>
        kind != provider.CertificateKind && line.Newest(now)?.ActiveFrom <= provider.AlgorithmChange?.At ? null : provider.OwnDay(library);

    private static CertificateKind Other(CertificateKind kind) => kind == CertificateKind.Rsa ? CertificateKind.Ecdsa : CertificateKind.Rsa;
}
