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

    private static CertificateKind Other(CertificateKind kind) => kind == CertificateKind.Rsa ? CertificateKind.Ecdsa : CertificateKind.Rsa;
}
