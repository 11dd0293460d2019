using System.Runtime.InteropServices;
using System.Xml;

namespace DigitalAccess.Saml2.Xml;

/// <summary>
/// The only way from bytes to XML. One parse makes one tree, which is verified and read alike: two parsers that disagree are
/// how signatures were forged (CVE-2025-25291). DTDs, processing instructions, encodings other than UTF-8 and whatever is
/// larger than an honest message are refused while they are read.
/// </summary>
public static class SafeXml
{
    /// <summary>Bytes of a message, after decoding and inflating.</summary>
    public const int LongestMessage = 256 * 1024;

    internal const int Deepest = 32;
    private const int LongestPiece = 64 * 1024;

    /// <summary>Deeper and wider than the longest certificate chain, shallower and narrower than an attack.</summary>
    private static readonly XmlDictionaryReaderQuotas Quotas = new()
    {
        MaxDepth = Deepest,
        MaxStringContentLength = LongestPiece,
        MaxBytesPerRead = LongestPiece,
        MaxNameTableCharCount = LongestPiece,
        MaxArrayLength = LongestPiece,
    };

    /// <summary>Reads a protocol message. Comments and CDATA sections, which no sender needs and every differential uses, are refused.</summary>
    /// <param name="utf8">The message.</param>
    /// <exception cref="SamlException">It is none.</exception>
    public static XmlDocument ReadMessage(ReadOnlyMemory<byte> utf8) => utf8.Length <= LongestMessage
        ? Load(utf8, new TreeBuilder(isMetadata: false))
        : throw new SamlException(SamlFaultKind.TooLarge, $"The message is longer than {LongestMessage / 1024} KB.");

    /// <summary>Reads metadata, in which comments are usual: they are left out, as canonical form leaves them out, before anything is read.</summary>
    /// <param name="utf8">The metadata.</param>
    /// <param name="longest">Bytes at most.</param>
    /// <exception cref="SamlException">It is none.</exception>
    public static XmlDocument ReadMetadata(ReadOnlyMemory<byte> utf8, int longest) => utf8.Length <= longest
        ? Load(utf8, new TreeBuilder(isMetadata: true))
        : throw new SamlException(SamlFaultKind.TooLarge, $"The metadata is longer than {longest / 1024} KB.");

    private static XmlDocument Load(ReadOnlyMemory<byte> utf8, TreeBuilder builder)
    {
        // The reader would take UTF-16 where a declaration says so; whatever has a zero among its bytes is not UTF-8 as XML has it.
        if (utf8.Span.Contains((byte)0))
            throw new SamlException(SamlFaultKind.Malformed, "The message is not in UTF-8.");
        var bytes = MemoryMarshal.TryGetArray(utf8, out var segment) ? segment : new ArraySegment<byte>(utf8.ToArray());
        try
        {
            using var reader = XmlDictionaryReader.CreateTextReader(bytes.Array!, bytes.Offset, bytes.Count, Quotas);
            return builder.Build(reader);
        }
        catch (Exception e) when (e is XmlException or ArgumentException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            // A declaration that is cut off runs the reader out of its array. What it says may quote the message.
            throw new SamlException(SamlFaultKind.Malformed, "The message is no well-formed XML of the kind that is accepted: UTF-8, without DTD, not too deep and not too wide.", e);
        }
    }
}
