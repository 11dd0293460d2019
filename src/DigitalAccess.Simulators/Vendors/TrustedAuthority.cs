using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace DigitalAccess.Simulators.Vendors;

/// <summary>Believes one certificate authority that the machine does not know, and still checks everything else.</summary>
internal static class TrustedAuthority
{
    public static HttpMessageHandler Handler(string pemFile)
    {
        var authority = X509CertificateLoader.LoadCertificateFromFile(pemFile);
        return new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { authority },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        };
    }
}
