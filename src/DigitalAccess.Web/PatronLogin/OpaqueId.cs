using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>256 random bits for a cookie or an address. The database keeps only the hash.</summary>
internal static class OpaqueId
{
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Another id that follows from this one and does not lead back to it.</summary>
    public static string Derive(string id, string purpose) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(id), Encoding.UTF8.GetBytes(purpose)));

    public static byte[] Hash(string id) => SHA256.HashData(Encoding.UTF8.GetBytes(id));
}
