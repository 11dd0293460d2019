using System.Security.Cryptography;
using System.Text;

namespace DigitalAccess.Web.Oidc;

/// <summary>
/// Client secrets are kept as plain SHA-256. A slow hash protects what people choose; these are at least 128 random bits,
/// which no amount of hashing finds, and every token request checks one.
/// </summary>
internal static class ClientSecrets
{
    /// <summary>Secrets shorter than this could be guessed; 32 characters of base64 or hex hold at least 128 bits.</summary>
    public const int Shortest = 32;

    private const string Prefix = "sha256:";

    public static string Hash(string secret) => Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static bool Match(string secret, string hash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(secret)), Encoding.ASCII.GetBytes(hash));
}
