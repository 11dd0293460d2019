namespace DigitalAccess.Ils.Sip2;

/// <summary>
/// The end "AYnAZhhhh" of a message: the last AYn directly before AZ, whatever stands earlier in the message (seen:
/// "AYF765AY0AZF518"). 96 and 97 carry AZ alone.
/// </summary>
internal readonly record struct Sip2Trailer(int Start, char? Sequence, ushort? Checksum, int ChecksumAt)
{
    public static Sip2Trailer Find(ReadOnlySpan<byte> line, char delimiter)
    {
        var body = line.TrimEnd([(byte)' ', (byte)delimiter]);
        if (body.Length >= 8 && body[^6..^4].SequenceEqual("AZ"u8) && Sip2Checksum.TryRead(body[^4..], out var checksum))
        {
            var (start, sequence) = SequenceBefore(body[..^6]);
            // With signs after it and no number before it, "AZ1234" is more likely the end of a text.
            if (sequence is not null || body.Length == line.Length)
                return new(start, sequence, checksum, body.Length - 4);
        }

        var (end, alone) = SequenceBefore(body);
        return alone is null ? new(line.Length, null, null, 0) : new(end, alone, null, 0);
    }

    private static (int Start, char? Sequence) SequenceBefore(ReadOnlySpan<byte> body) =>
        body.Length >= 3 && body[^3..^1].SequenceEqual("AY"u8) && char.IsAsciiDigit((char)body[^1])
            ? (body.Length - 3, (char)body[^1])
            : (body.Length, null);
}
