using System.Buffers.Text;
using System.Globalization;

namespace DigitalAccess.Ils.Sip2;

/// <summary>
/// Two's complement of the sum of the encoded bytes from the command through "AZ" (SIP2 2.12, "Checksum"). The printed
/// example "…AY5AZEC78" of the specification is wrong by arithmetic; EC7B is right.
/// </summary>
internal static class Sip2Checksum
{
    public static ushort Compute(ReadOnlySpan<byte> throughAz)
    {
        var sum = 0;
        foreach (var value in throughAz)
            sum += value;
        return unchecked((ushort)-sum);
    }

    public static void Write(ushort checksum, Span<byte> fourDigits) =>
        checksum.TryFormat(fourDigits, out _, "X4", CultureInfo.InvariantCulture);

    public static bool TryRead(ReadOnlySpan<byte> fourDigits, out ushort checksum) =>
        Utf8Parser.TryParse(fourDigits, out checksum, out var read, 'X') && read == 4;
}
