using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace DigitalAccess.Web.Regions;

/// <summary>What single values of a service provider must be.</summary>
internal static partial class SamlChecks
{
    private const int LongestEntityId = 1024;
    private const int LongestRelayState = 80;
    private const int LeastRsaBits = 2048;

    /// <summary>SAML Core, section 8.3.6: a URI of at most 1024 characters.</summary>
    public static string? EntityId(string value) =>
        value.Length > LongestEntityId ? $"must be at most {LongestEntityId} characters long (SAML Core, section 8.3.6)"
        : Absolute().IsMatch(value) && Uri.TryCreate(value, UriKind.Absolute, out _) ? null
        : "must be an absolute URI or a URN, as the vendor's metadata writes it, such as https://film.example/sp";

    /// <summary>SAML Bindings, section 3.4.3: 80 bytes.</summary>
    public static string? RelayState(string value) =>
        value.Length == 0 || value.Any(char.IsControl) ? "must be a text on one line"
        : Encoding.UTF8.GetByteCount(value) is > LongestRelayState and var bytes ? $"must be at most {LongestRelayState} bytes in UTF-8 (SAML Bindings, section 3.4.3); this is {bytes}"
        : null;

    public static string? SignatureAlgorithm(string value) => value is ServiceProvider.RsaSha256 or ServiceProvider.EcdsaSha256
        ? null
        : $"must be {ServiceProvider.RsaSha256} or {ServiceProvider.EcdsaSha256}, not '{value}'";

    public static string? Signed(string value) => value is "response" or "assertion" ? null : $"must hold response, assertion or both, not '{value}'";

    /// <summary>The certificate's end does not count: it stands for its key, and no authority vouches for it.</summary>
    public static string? Certificate(string value)
    {
        if (value.Contains("PRIVATE KEY", StringComparison.Ordinal))
            return "holds a private key, which belongs to the vendor alone; write the certificate and tell the vendor";
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(value);
            using var rsa = certificate.GetRSAPublicKey();
            using var ec = certificate.GetECDsaPublicKey();
            return rsa is null && ec is null ? "has a key that is neither RSA nor on an elliptic curve"
                : rsa?.KeySize < LeastRsaBits ? $"has an RSA key of {rsa.KeySize} bits; at least {LeastRsaBits} are needed"
                : null;
        }
        catch (CryptographicException)
        {
            return "is no certificate in PEM; write it from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----";
        }
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9+.-]*:\S+\z")]
    private static partial Regex Absolute();
}
