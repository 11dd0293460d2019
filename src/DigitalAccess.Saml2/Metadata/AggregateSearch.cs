using System.Text;
using System.Xml;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Metadata;

/// <summary>Looks for one entity in an aggregate that passes by, where <see cref="EntitySearch"/> would look in a tree.</summary>
internal sealed class AggregateSearch(XmlReader reader, MeteredStream source, string entityId)
{
    private readonly Stack<Validity> _around = new([default]);
    private readonly XmlDocument _tags = new() { XmlResolver = null };
    private (ReadOnlyMemory<byte> Entity, Validity Around)? _found;

    /// <returns>A document of the entity alone, and what is said around it of validity.</returns>
    public static async Task<(ReadOnlyMemory<byte> Entity, Validity Around)> FindAsync(Stream aggregate, string entityId, long longest, CancellationToken ct)
    {
        await using var metered = new MeteredStream(aggregate, longest, MetadataLimits.LongestEntity);
        using var text = new StreamReader(metered, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false);
        using var reader = XmlReader.Create(text, new XmlReaderSettings
        {
            Async = true,
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            CloseInput = false,
            NameTable = new LimitedNames(),
        });
        try
        {
            return await new AggregateSearch(reader, metered, entityId).SearchAsync(ct);
        }
        catch (Exception e) when (e is XmlException or DecoderFallbackException or ArgumentException)
        {
            // What the reader says may quote the document.
            throw new SamlException(SamlFaultKind.Malformed, "The metadata is no well-formed XML of the kind that is accepted: UTF-8 and without DTD.", e);
        }
    }

    /// <summary>All of it is read, also after the entity was found: it may be there twice, or the document be cut off.</summary>
    private async Task<(ReadOnlyMemory<byte> Entity, Validity Around)> SearchAsync(CancellationToken ct)
    {
        await reader.MoveToContentAsync();
        if (!IsMetadata(EntitySearch.Entity) && !IsMetadata(EntitySearch.Entities))
            throw EntitySearch.NoMetadata();
        if (IsMetadata(EntitySearch.Entity) && reader.GetAttribute("entityID") is { } only && only != entityId)
            throw EntitySearch.Other(only, entityId);
        while (!reader.EOF)
        {
            ct.ThrowIfCancellationRequested();
            source.NewPiece();
            await StepAsync();
        }

        return _found ?? throw EntitySearch.Missing();
    }

    private async Task StepAsync()
    {
        if (reader.NodeType == XmlNodeType.EndElement)
        {
            _around.Pop();
            await reader.ReadAsync();
        }
        else if (reader.NodeType != XmlNodeType.Element)
        {
            await reader.ReadAsync();
        }
        else if (IsMetadata(EntitySearch.Entities))
        {
            if (_around.Count > SafeXml.Deepest)
                throw new SamlException(SamlFaultKind.TooLarge, $"The metadata has more than {SafeXml.Deepest} EntitiesDescriptors inside each other.");
            if (!reader.IsEmptyElement)
                _around.Push(_around.Peek().And(Validity.Of(Tag())));
            await reader.ReadAsync();
        }
        else if (IsMetadata(EntitySearch.Entity) && reader.GetAttribute("entityID") == entityId)
        {
            _found = _found is null ? (await CopyAsync(), _around.Peek()) : throw EntitySearch.Twice();
        }
        else
        {
            await reader.SkipAsync();
        }
    }

    private bool IsMetadata(string name) => reader.NodeType == XmlNodeType.Element && reader.LocalName == name && reader.NamespaceURI == SamlNames.Metadata;

    /// <summary>The tag that is read, as an element, so that its values are read by the same rules as everywhere.</summary>
    private XmlElement Tag()
    {
        var tag = _tags.CreateElement(EntitySearch.Entities, SamlNames.Metadata);
        foreach (var name in (string[])["validUntil", "cacheDuration"])
            if (reader.GetAttribute(name) is { } value)
                tag.SetAttribute(name, value);
        return tag;
    }

    private async Task<ReadOnlyMemory<byte>> CopyAsync()
    {
        using var copy = new MemoryStream();
        await using (var writer = XmlWriter.Create(copy, new XmlWriterSettings { Async = true, Encoding = new UTF8Encoding(false), OmitXmlDeclaration = true }))
            await writer.WriteNodeAsync(reader, defattr: false);
        return copy.ToArray();
    }
}
