using System.Xml;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Metadata;

/// <summary>Reads what a service provider says of itself, out of a document of its own or an aggregate of a federation.</summary>
public static class MetadataReader
{
    /// <summary>Reads one entity out of a whole document, of up to <see cref="MetadataLimits.LongestDocument"/> bytes.</summary>
    /// <param name="utf8">The document; its root is an EntityDescriptor or an EntitiesDescriptor.</param>
    /// <param name="expectedEntityId">Whose metadata it is to be.</param>
    /// <param name="demands">What it must fulfil.</param>
    /// <exception cref="SamlException">It is not to be relied upon; the reason is for people to read.</exception>
    public static MetadataReading ReadEntity(ReadOnlyMemory<byte> utf8, string expectedEntityId, MetadataDemands demands)
    {
        var document = SafeXml.ReadMetadata(utf8, MetadataLimits.LongestDocument);
        var root = EntitySearch.RootOf(document);
        if (demands.Key is not null)
            RootSignature.Demand(document, demands.Key);
        var (entity, around) = EntitySearch.In(root, expectedEntityId);
        return Read(entity, around, demands);
    }

    /// <summary>Reads one entity out of an aggregate as it arrives, and no more of it into memory than that one.</summary>
    /// <param name="aggregate">The document; it is read to its end, unless something is wrong with it.</param>
    /// <param name="expectedEntityId">Whose metadata is looked for.</param>
    /// <param name="demands">What it must fulfil. A signature is over the whole, so with a key no more than <see cref="MetadataLimits.LongestDocument"/> bytes are read.</param>
    /// <param name="longest">Bytes at most.</param>
    /// <param name="ct">To give up.</param>
    /// <exception cref="SamlException">It is not to be relied upon; the reason is for people to read.</exception>
    public static async Task<MetadataReading> FindInAggregateAsync(
        Stream aggregate, string expectedEntityId, MetadataDemands demands, long longest = MetadataLimits.LongestAggregate, CancellationToken ct = default)
    {
        if (demands.Key is not null)
            return ReadEntity(await MeteredStream.ReadWholeAsync(aggregate, Math.Min(longest, MetadataLimits.LongestDocument), ct), expectedEntityId, demands);
        var (bytes, around) = await AggregateSearch.FindAsync(aggregate, expectedEntityId, longest, ct);
        var document = SafeXml.ReadMetadata(bytes, MetadataLimits.LongestEntity);
        return Read(document.DocumentElement!, around, demands);
    }

    /// <summary>Reads again what was kept of an earlier reading. It was judged then; whether it is still valid, whoever uses it asks.</summary>
    /// <param name="entity">What <see cref="MetadataReading.Entity"/> was.</param>
    /// <exception cref="SamlException">It is not that.</exception>
    public static ServiceProviderMetadata ReadKept(ReadOnlyMemory<byte> entity)
    {
        var root = SafeXml.ReadMetadata(entity, MetadataLimits.LongestDocument).DocumentElement!;
        return root.Is(EntitySearch.Entity, SamlNames.Metadata) ? EntityReading.Read(root, default) : throw EntitySearch.NoMetadata();
    }

    private static MetadataReading Read(XmlElement entity, Validity around, MetadataDemands demands)
    {
        var metadata = EntityReading.Read(entity, around);
        new Validity(metadata.ValidUntil, metadata.CacheDuration).Judge(demands);
        return new MetadataReading(metadata, KeptEntity.Of(entity, metadata));
    }
}
