using System.Buffers;
using System.Globalization;
using System.Text;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Writing;

/// <summary>
/// Text that is in exclusive canonical form from the first byte on, so that what is signed need not be parsed and written
/// again. The writers see to the order of attributes and to where namespaces are declared; here values are escaped as
/// Canonical XML 1.0, 2.3, has it, what XML cannot hold is left out, and white space is what a reader makes of it where it is
/// not written as a reference (XML 1.0, 2.11 and 3.3.3): SignedXml of .NET finds no signature to hold over a carriage return in
/// a text or a tab in an attribute.
/// </summary>
internal sealed class MessageBuffer
{
    private const string Instants = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private static readonly SearchValues<char> SpecialInText = SearchValues.Create("&<>");
    private static readonly SearchValues<char> SpecialInValues = SearchValues.Create("&<\"");

    private readonly ArrayBufferWriter<byte> _bytes;

    public MessageBuffer(int capacity = 4096) => _bytes = new ArrayBufferWriter<byte>(capacity);

    public int Length => _bytes.WrittenCount;

    public ReadOnlyMemory<byte> Memory => _bytes.WrittenMemory;

    public ReadOnlySpan<byte> Span => _bytes.WrittenSpan;

    public MessageBuffer Raw(ReadOnlySpan<byte> utf8)
    {
        _bytes.Write(utf8);
        return this;
    }

    public MessageBuffer Text(string text) => Escaped(WithLineEnds(text, "\n"), SpecialInText);

    public MessageBuffer Value(string value) => Escaped(WithLineEnds(value, " ").Replace('\n', ' ').Replace('\t', ' '), SpecialInValues);

    public MessageBuffer Attribute(ReadOnlySpan<byte> before, string value) => Raw(before).Value(value).Raw("\""u8);

    public MessageBuffer Optional(ReadOnlySpan<byte> before, string? value) => value is null ? this : Attribute(before, value);

    public MessageBuffer Instant(ReadOnlySpan<byte> before, DateTimeOffset instant)
    {
        Raw(before);
        Span<byte> digits = stackalloc byte[24];
        instant.UtcDateTime.TryFormat(digits, out var count, Instants, CultureInfo.InvariantCulture);
        return Raw(digits[..count]).Raw("\""u8);
    }

    public MessageBuffer Element(ReadOnlySpan<byte> start, string text, ReadOnlySpan<byte> end) => Raw(start).Text(text).Raw(end);

    private static string WithLineEnds(string text, string end) => text.Contains('\r', StringComparison.Ordinal)
        ? text.Replace("\r\n", end, StringComparison.Ordinal).Replace("\r", end, StringComparison.Ordinal)
        : text;

    private MessageBuffer Escaped(ReadOnlySpan<char> text, SearchValues<char> special)
    {
        if (!XmlCharacters.AreAllAllowed(text))
            text = XmlCharacters.LeavingOut(text);
        for (var at = text.IndexOfAny(special); at >= 0; at = text.IndexOfAny(special))
        {
            Encoding.UTF8.GetBytes(text[..at], _bytes);
            Raw(EscapeOf(text[at]));
            text = text[(at + 1)..];
        }

        Encoding.UTF8.GetBytes(text, _bytes);
        return this;
    }

    private static ReadOnlySpan<byte> EscapeOf(char special) => special switch
    {
        '&' => "&amp;"u8,
        '<' => "&lt;"u8,
        '>' => "&gt;"u8,
        '"' => "&quot;"u8,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
