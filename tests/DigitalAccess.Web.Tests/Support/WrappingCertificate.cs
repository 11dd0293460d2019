using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DigitalAccess.Web.Tests.Support;

/// <summary>PFX files such as infra/make-secrets makes, for keys that must not lie open in the database.</summary>
internal static class WrappingCertificate
{
    private static readonly Lazy<string> Made = new(Make);

    /// <summary>One for all processes of a test run: what one wrapped, the next can open.</summary>
    public static string Shared => Made.Value;

    public static string Make()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=DigitalAccess data protection", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var file = Path.Combine(Path.GetTempPath(), $"da-{Guid.NewGuid():N}.pfx");
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pkcs12));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(file);
        return file;
    }
}
