using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DigitalAccess.Ils.Sip2;

/// <summary>TLS of one connection attempt. There is no switch that turns checking off; a pinned certificate serves that need.</summary>
internal sealed class Sip2Tls(Sip2Settings settings, Sip2Certificates certificates)
{
    /// <summary>The server showed a certificate for another name.</summary>
    public bool NameMismatch { get; private set; }

    public async Task<Stream> SecureAsync(NetworkStream plain, CancellationToken cancellationToken)
    {
        if (settings.Tls == TlsMode.Off)
            return plain;
        var secured = new SslStream(plain, leaveInnerStreamOpen: false);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = settings.TlsName ?? settings.Host,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            RemoteCertificateValidationCallback = IsTrusted,
            ClientCertificates = certificates.Client is { } own ? [own] : null,
            CertificateChainPolicy = OurAuthorityOnly(),
        };
        try
        {
            await secured.AuthenticateAsClientAsync(options, cancellationToken);
            return secured;
        }
        catch
        {
            await secured.DisposeAsync();
            throw;
        }
    }

    private bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
            return false;
        if (settings.Tls == TlsMode.Pinned)
            return IsPinned(certificate);
        NameMismatch = errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch);
        return errors == SslPolicyErrors.None;
    }

    private bool IsPinned(X509Certificate certificate) =>
        certificate.GetCertHashString(HashAlgorithmName.SHA256).Equals(settings.PinnedCertificateSha256, StringComparison.OrdinalIgnoreCase);

    // A library's own authority publishes no list of revoked certificates that we could reach.
    private X509ChainPolicy? OurAuthorityOnly()
    {
        if (certificates.Authorities is not { } authorities)
            return null;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
