namespace DigitalAccess.Ils.Sip2;

/// <summary>One parsed message. Its ToString (Sip2Message.Redaction.cs) is safe to log; its values are not.</summary>
internal sealed partial class Sip2Message(string command, string text, int fixedLength, Sip2Field[] fields)
{
    public string Command { get; } = command;

    /// <summary>The sequence number (AY) of the trailer, null without error detection.</summary>
    public char? Sequence { get; init; }

    /// <summary>The checksum (AZ) as sent, null where there is none.</summary>
    public ushort? Checksum { get; init; }

    /// <summary>Whether the checksum fits the bytes; null where there is none.</summary>
    public bool? ChecksumFits { get; init; }

    public int Length => text.Length;

    public IReadOnlyList<Sip2Field> Fields => fields;

    /// <summary>The fixed part by position, the command included, as the specification counts.</summary>
    public ReadOnlySpan<char> Fixed(int start, int length) => text.AsSpan(0, fixedLength).Slice(start, length);

    public string Value(Sip2Field field) => text.Substring(field.Start, field.Length);

    public string Tag(Sip2Field field) => text.Substring(field.Start - 2, 2);

    /// <summary>The first value with the tag, null where there is none.</summary>
    public string? First(string tag)
    {
        var index = IndexOf(tag);
        return index < 0 ? null : Value(fields[index]);
    }

    public IEnumerable<string> All(string tag) => fields.Where(field => Tag(field) == tag).Select(Value);

    /// <summary>
    /// Whether the tag appears with more than one value. A delimiter inside a name that a patron chose can forge a second
    /// field, so such a message decides nothing.
    /// </summary>
    public bool Contradicts(string tag)
    {
        var first = IndexOf(tag);
        if (first < 0)
            return false;
        var value = Span(fields[first]);
        for (var i = first + 1; i < fields.Length; i++)
        {
            if (IsTagged(fields[i], tag) && !Span(fields[i]).SequenceEqual(value))
                return true;
        }

        return false;
    }

    private ReadOnlySpan<char> Span(Sip2Field field) => text.AsSpan(field.Start, field.Length);

    private bool IsTagged(Sip2Field field, string tag) => text.AsSpan(field.Start - 2, 2).SequenceEqual(tag);

    private int IndexOf(string tag)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (IsTagged(fields[i], tag))
                return i;
        }

        return -1;
    }
}

/// <summary>Where a field's value stands in the text; the two characters before it are its tag.</summary>
internal readonly record struct Sip2Field(int Start, int Length);
