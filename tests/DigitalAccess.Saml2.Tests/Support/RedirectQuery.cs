using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace DigitalAccess.Saml2.Tests.Support;

/// <summary>A query of the redirect binding made by hand (SAML Bindings 3.4.4.1), signed over the text that goes out.</summary>
internal sealed record RedirectQuery(string Message)
{
    public const string RsaSha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

    public string Parameter { get; init; } = "SAMLRequest";

    /// <summary>As it is written into the query.</summary>
    public string? RelayState { get; init; }

    public string Algorithm { get; init; } = RsaSha256;

    public HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;

    /// <summary>How values are written; senders differ.</summary>
    public Func<string, string> Encode { get; init; } = Uri.EscapeDataString;

    public string Unsigned => $"{Parameter}={Encode(Packed(Message))}{(RelayState is null ? "" : $"&RelayState={RelayState}")}";

    /// <summary>How the signature's bytes are written.</summary>
    public Func<byte[], byte[]> Form { get; init; } = bytes => bytes;

    public string SignedBy(TestKey key)
    {
        var signed = $"{Unsigned}&SigAlg={Encode(Algorithm)}";
        return $"{signed}&Signature={Encode(Convert.ToBase64String(Form(key.Sign(Encoding.ASCII.GetBytes(signed), Hash))))}";
    }

    public static string Packed(string message) => Convert.ToBase64String(Deflated(Encoding.UTF8.GetBytes(message)));

    public static byte[] Deflated(byte[] message, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, level, leaveOpen: true))
            deflate.Write(message);
        return packed.ToArray();
    }
}
