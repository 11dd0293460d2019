using DigitalAccess.Web.Regions.Yaml;
using DigitalAccess.Web.Saml;

namespace DigitalAccess.Web.Regions.Entries;

/// <summary>Where a service provider's metadata comes from: one place, or a preset.</summary>
internal sealed class MetadataSourceReader(string folder, Faults faults)
{
    private static readonly string[] Places = ["address", "mdq", "file"];

    private static readonly string[] Judged = ["certificate", "requiresValidUntil", "longestValidityDays"];

    public MetadataSource Read(MapReader provider, Preset? preset, string entityId)
    {
        var reader = provider.OptionalMap("metadata", "metadata");
        if (reader is null && preset is null && !provider.Has("metadata"))
            faults.Add(provider.At, "a service provider needs 'metadata', where its own description is: {address: …}, {mdq: …} or {file: …}");
        if (reader is null)
            return preset is null ? new MetadataSource() : OfPreset(preset.AssertionConsumerService, entityId);

        var source = Of(reader, preset, entityId);
        reader.Finish();
        return source;
    }

    private MetadataSource Of(MapReader reader, Preset? preset, string entityId)
    {
        var given = Places.Count(reader.Has);
        var answersTo = reader.OptionalText("assertionConsumerService", AddressChecks.RedirectUri);
        if (given != 1 && (given > 1 || preset is null))
            faults.Add(reader.At, "'metadata' has exactly one of 'address', where the vendor publishes it, 'mdq', a query service, and 'file', a file beside this one");
        if (answersTo is not null && (preset is null || given > 0))
            faults.Add(reader.At, "'assertionConsumerService' goes with 'preset' alone; elsewhere the metadata says where answers go");
        if (given == 0 && preset is not null && Judged.FirstOrDefault(reader.Has) is { } unused)
            faults.Add(reader.At, $"'{unused}' goes with metadata that is read from somewhere; name its 'address', 'mdq' or 'file', or remove it");

        var source = given == 0 && preset is not null ? OfPreset(answersTo ?? preset.AssertionConsumerService, entityId)
            : reader.PlacedText("file", Checks.Filled) is { } file && MetadataFile.Read(file, folder, entityId, faults) is { } text ? MetadataSource.Given(MetadataKind.File, text)
            : new MetadataSource();
        if (reader.OptionalText("address", AddressChecks.Address) is { } address)
            (source.Kind, source.Address) = (MetadataKind.Address, address);
        if (reader.OptionalText("mdq", AddressChecks.Api) is { } mdq)
            (source.Kind, source.Address) = (MetadataKind.Mdq, mdq);
        source.Certificate = reader.OptionalText("certificate", SamlChecks.Certificate)?.Trim();

        // What is signed once and never ends could be shown again for ever, an old key or address in it.
        source.RequiresValidUntil = reader.OptionalFlag("requiresValidUntil") ?? source.Certificate is not null;
        source.LongestValidityDays = reader.OptionalInt("longestValidityDays", 1, 400) ?? source.LongestValidityDays;
        return source;
    }

    private static MetadataSource OfPreset(string assertionConsumerService, string entityId) =>
        MetadataSource.Given(MetadataKind.Preset, Presets.Describe(entityId, assertionConsumerService));
}
