using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DigitalAccess.Ils.Sip2;

/// <summary>
/// The certificate files of one connection, read when they are first needed and kept. Files that cannot be read are tried
/// again with the next connection, so that whoever mends them need not restart anything.
/// </summary>
internal sealed class Sip2Certificates(Sip2Settings settings) : IDisposable
{
    private readonly Lock _lock = new();
    private X509Certificate2? _client;
    private X509Certificate2Collection? _authorities;

    /// <summary>Our own certificate, where the server wants one.</summary>
    public X509Certificate2? Client => _client;

    /// <summary>The pinned certificate authority, with <see cref="TlsMode.PinnedCa"/>.</summary>
    public X509Certificate2Collection? Authorities => _authorities;

    /// <summary>False where a file is missing, unreadable or no certificate.</summary>
    public bool TryLoad()
    {
        lock (_lock)
        {
            try
            {
                if (settings.ClientCertificateFile is { } client)
                    _client ??= X509Certificate2.CreateFromPemFile(client, settings.ClientKeyFile);
                if (settings.Tls == TlsMode.PinnedCa)
                    _authorities ??= Read(settings.CaCertificateFile);
                return true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
            {
                return false;
            }
        }
    }

    public void Dispose()
    {
        _client?.Dispose();
        foreach (var authority in _authorities ?? [])
            authority.Dispose();
    }

    private static X509Certificate2Collection Read(string? file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file ?? "");
        return authorities.Count > 0 ? authorities : throw new CryptographicException("The file holds no certificate.");
    }
}
