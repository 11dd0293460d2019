using System.IO.Compression;
using System.Text;
using DigitalAccess.Saml2.Metadata;
using DigitalAccess.Saml2.Writing;

namespace DigitalAccess.Saml2.Bindings;

/// <summary>Writes a message into an address (SAML Bindings 3.4.4.1), signed.</summary>
public static class RedirectAddress
{
    /// <param name="location">Where it goes; its own query stays.</param>
    /// <param name="isRequest">Whether the message is a request; else it is a response.</param>
    /// <param name="message">The message, without a signature inside.</param>
    /// <param name="relayState">What shall come back, or is sent back.</param>
    /// <param name="key">Ours.</param>
    /// <exception cref="SamlException">The location is no address that a browser may be sent to.</exception>
    public static string Of(string location, bool isRequest, ReadOnlyMemory<byte> message, string? relayState, SigningKey key)
    {
        if (EndpointAddress.FaultOf(location) is { } fault)
            throw new SamlException(SamlFaultKind.Metadata, $"The place for a message {fault}.");
        var signed = new StringBuilder(isRequest ? MessageParameter.Request : MessageParameter.Response).Append('=').Append(Uri.EscapeDataString(Deflated(message)));
        if (relayState is not null)
            signed.Append("&RelayState=").Append(Uri.EscapeDataString(relayState));
        signed.Append("&SigAlg=").Append(Uri.EscapeDataString(key.Algorithm.Uri));
        Span<byte> signature = stackalloc byte[SigningKey.Longest];
        var count = key.Sign(Encoding.ASCII.GetBytes(signed.ToString()), signature);
        return $"{location}{(location.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{signed}&Signature={Uri.EscapeDataString(Convert.ToBase64String(signature[..count]))}";
    }

    private static string Deflated(ReadOnlyMemory<byte> message)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(message.Span);
        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    }
}
