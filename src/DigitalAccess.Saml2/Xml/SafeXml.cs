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

    private const int Deepest = 32;
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
    public static XmlDocument ReadMessage(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > LongestMessage)
            throw new SamlException(SamlFaultKind.TooLarge, $"The message is longer than {LongestMessage / 1024} KB.");
        var document = Load(utf8);
        RefuseHiding(document.DocumentElement!);
        RefuseAmbiguousIds(document.DocumentElement!);
        return document;
    }

    /// <summary>Reads metadata, in which comments are usual: they are left out, as canonical form leaves them out, before anything is read.</summary>
    /// <param name="utf8">The metadata.</param>
    /// <param name="longest">Bytes at most.</param>
    /// <exception cref="SamlException">It is none.</exception>
    public static XmlDocument ReadMetadata(ReadOnlyMemory<byte> utf8, int longest)
    {
        if (utf8.Length > longest)
            throw new SamlException(SamlFaultKind.TooLarge, $"The metadata is longer than {longest / 1024} KB.");
        var document = Load(utf8);
        RemoveComments(document);
        document.DocumentElement!.Normalize();
        RefuseAmbiguousIds(document.DocumentElement!);
        return document;
    }

    private static XmlDocument Load(ReadOnlyMemory<byte> utf8)
    {
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        var bytes = System.Runtime.InteropServices.MemoryMarshal.TryGetArray(utf8, out var segment) ? segment : new ArraySegment<byte>(utf8.ToArray());
        try
        {
            using var reader = XmlDictionaryReader.CreateTextReader(bytes.Array!, bytes.Offset, bytes.Count, Quotas);
            document.Load(reader);
        }
        catch (Exception e) when (e is XmlException or ArgumentException or InvalidOperationException or System.Text.DecoderFallbackException or FormatException)
        {
            // What the reader says may quote the message.
            throw new SamlException(SamlFaultKind.Malformed, "The message is no well-formed XML of the kind that is accepted: UTF-8, without DTD, not too deep and not too wide.", e);
        }

        return document.DocumentElement is not null && document.DocumentType is null
            ? document
            : throw new SamlException(SamlFaultKind.Malformed, "The message has no element.");
    }

    /// <summary>A comment inside a name stays valid under exclusive canonicalisation and cuts the name in careless readers (CVE-2017-11427).</summary>
    private static void RefuseHiding(XmlNode node)
    {
        for (var child = node.FirstChild; child is not null; child = child.NextSibling)
        {
            if (child.NodeType is XmlNodeType.Element)
                RefuseHiding(child);
            else if (child.NodeType is not (XmlNodeType.Text or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace))
                throw new SamlException(SamlFaultKind.Malformed, "The message holds a comment, a CDATA section or another node that messages have no use for.");
        }
    }

    private static void RemoveComments(XmlNode node)
    {
        for (XmlNode? child = node.FirstChild, next; child is not null; child = next)
        {
            next = child.NextSibling;
            if (child.NodeType == XmlNodeType.Comment)
                node.RemoveChild(child);
            else if (child.NodeType == XmlNodeType.Element)
                RemoveComments(child);
        }
    }

    /// <summary>Whatever any tool may take for an identifier occurs once, so that nobody can be shown another element by the same name.</summary>
    private static void RefuseAmbiguousIds(XmlElement root)
    {
        HashSet<string>? seen = null;
        Visit(root);

        void Visit(XmlElement element)
        {
            if (element.HasAttributes)
            {
                foreach (XmlAttribute attribute in element.Attributes)
                    if (attribute.LocalName is "ID" or "Id" or "id" or "iD" && !(seen ??= new(StringComparer.OrdinalIgnoreCase)).Add(attribute.Value))
                        throw new SamlException(SamlFaultKind.Malformed, "Two elements of the message have the same identifier.");
            }

            for (var child = element.FirstChild; child is not null; child = child.NextSibling)
                if (child is XmlElement inner)
                    Visit(inner);
        }
    }
}
