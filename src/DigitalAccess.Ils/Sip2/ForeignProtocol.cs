using System.Buffers;
using System.Text;

namespace DigitalAccess.Ils.Sip2;

/// <summary>Recognises, from its first bytes, something at the port that is not SIP2: TLS, a telnet dialogue, HTTP, SSH.</summary>
internal static class ForeignProtocol
{
    private const byte TelnetCommand = 0xFF;
    private const byte TlsAlert = 0x15;
    private const byte TlsHandshake = 0x16;
    private static readonly string[] Openings = ["login:", "username:", "HTTP/", "SSH-"];

    public static bool Speaks(ReadOnlySequence<byte> buffer)
    {
        Span<byte> start = stackalloc byte[9];
        var length = (int)Math.Min(buffer.Length, start.Length);
        buffer.Slice(0, length).CopyTo(start);
        start = start[..length];
        if (start is [TelnetCommand, ..] or [TlsAlert or TlsHandshake, 3, ..])
            return true;
        var text = Encoding.ASCII.GetString(start);
        return Openings.Any(opening => text.StartsWith(opening, StringComparison.OrdinalIgnoreCase));
    }
}
