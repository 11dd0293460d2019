using System.Runtime.InteropServices;

namespace DigitalAccess.Ils.Sip2;

/// <summary>A message, or what is wrong with the bytes.</summary>
internal readonly record struct Sip2Parse(Sip2Message? Message, ProtocolFault? Fault)
{
    public static implicit operator Sip2Parse(ProtocolFault fault) => new(null, fault);

    public static implicit operator Sip2Parse(Sip2Message message) => new(message, null);
}

/// <summary>Bytes between two terminators to a message: strict in the fixed part, lenient in the variable one. Never throws.</summary>
internal sealed class Sip2Parser(Sip2Wire wire)
{
    public Sip2Parse Parse(ReadOnlySpan<byte> line)
    {
        line = line.TrimStart(" \r\n"u8).TrimEnd("\r\n"u8);
        if (line.Length < 2 || line.Contains((byte)0) || Sip2Commands.Known(line[..2]) is not { } command)
            return ProtocolFault.NotUnderstood;

        var trailer = Sip2Trailer.Find(line, wire.Delimiter);
        var text = wire.Encoding.GetString(line[..trailer.Start]);
        var fixedLength = Sip2Commands.FixedLength(command);
        if (text.Length < fixedLength || text.AsSpan(0, fixedLength).Contains(wire.Delimiter))
            return ProtocolFault.Truncated;
        if (Fields(text, fixedLength) is not { } fields)
            return ProtocolFault.NotUnderstood;

        return new Sip2Message(command, text, fixedLength, fields)
        {
            Sequence = trailer.Sequence,
            Checksum = trailer.Checksum,
            ChecksumFits = trailer.Checksum is { } sent ? Sip2Checksum.Compute(line[..trailer.ChecksumAt]) == sent : null,
        };
    }

    // A segment that does not begin with a tag belongs to the value before it; without one the fixed part has shifted.
    private Sip2Field[]? Fields(string text, int start)
    {
        var fields = new List<Sip2Field>(24);
        for (var at = start; at < text.Length;)
        {
            var end = text.IndexOf(wire.Delimiter, at);
            end = end < 0 ? text.Length : end;
            if (IsTag(text.AsSpan(at, end - at)))
                fields.Add(new Sip2Field(at + 2, end - at - 2));
            else if (end > at && fields.Count == 0)
                return null;
            else if (end > at)
                CollectionsMarshal.AsSpan(fields)[^1] = fields[^1] with { Length = end - fields[^1].Start };
            at = end + 1;
        }

        return [.. fields];
    }

    private static bool IsTag(ReadOnlySpan<char> segment) =>
        segment.Length >= 2 && char.IsAsciiLetterUpper(segment[0]) && (char.IsAsciiLetterUpper(segment[1]) || char.IsAsciiDigit(segment[1]));
}
