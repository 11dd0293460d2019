using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Regions.Yaml;

namespace DigitalAccess.Web.Regions.Entries;

internal sealed class CatalogueReader(Faults faults)
{
    public static VendorEntry ReadVendor(Placed<string> slug, MapReader reader)
    {
        var vendor = new Vendor
        {
            Slug = slug.Value,
            Name = reader.Text("name", Checks.Filled),
            Website = reader.OptionalText("website", AddressChecks.Address),
        };
        reader.Finish();
        return new VendorEntry(slug.At, vendor);
    }

    public ResourceEntry ReadResource(Placed<string> slug, MapReader reader)
    {
        var resource = new Resource
        {
            Slug = slug.Value,
            VendorId = default,
            Name = reader.Localized("name"),
            Description = reader.Localized("description"),
            Category = reader.Choice<ResourceCategory>("category"),
            AccessMethod = reader.Choice<AccessMethod>("accessMethod"),
            LaunchUrl = reader.Text("launchUrl", AddressChecks.Address),
            TitleUrl = reader.OptionalText("titleUrl", AddressChecks.TitleAddress),
        };
        var vendor = reader.Reference("vendor");
        var client = reader.PlacedText("client", Checks.ClientId);
        reader.Finish();

        if (reader.Word("accessMethod") == "oidc" && client is null)
            faults.Add(slug.At, $"resource '{slug.Value}' opens by oidc and lacks 'client', the relying party that signs patrons in");
        if (resource.AccessMethod != AccessMethod.Oidc && client is not null)
            faults.Add(client.At, "'client' goes with 'accessMethod: oidc'; remove it or change the access method");
        return new ResourceEntry(slug.At, resource, vendor, client);
    }

    public LicenceEntry ReadLicence(Placed<string> slug, MapReader reader)
    {
        var holder = reader.Reference("holder");
        var heldByRegion = holder.Value == RegionReader.Region;
        var all = reader.Word("covers") == "all";
        var covers = all ? [] : reader.PlacedTexts("covers");
        if (all)
            reader.OptionalText("covers");
        if (!reader.Has("covers") && !heldByRegion)
            covers = [holder];
        if (!all && covers.Count == 0)
            faults.Add(slug.At, $"licence '{slug.Value}' covers nobody; write 'covers: all' or 'covers: [habo, mullsjo]'");

        var licence = new Licence
        {
            Slug = slug.Value,
            ResourceId = default,
            ValidFrom = reader.Date("validFrom"),
            ValidTo = reader.OptionalDate("validTo"),
            CoversAllLibraries = all,
            Terms = Terms(slug, reader),
        };
        var resource = reader.Reference("resource");
        reader.Finish();
        if (licence.ValidTo < licence.ValidFrom && licence.ValidTo != DateOnly.MinValue)
            faults.Add(slug.At, $"licence '{slug.Value}' ends on {licence.ValidTo:yyyy-MM-dd}, before it starts on {licence.ValidFrom:yyyy-MM-dd}; swap the days or mend the year");
        return new LicenceEntry(slug.At, licence, resource, heldByRegion ? null : holder, covers);
    }

    private LicenceTerms Terms(Placed<string> slug, MapReader reader)
    {
        var terms = new LicenceTerms
        {
            Basis = reader.OptionalChoice<LicenceBasis>("basis") ?? LicenceBasis.IssuingLibrary,
            MinimumAge = reader.OptionalInt("minimumAge", 0, 120),
            MaximumAge = reader.OptionalInt("maximumAge", 0, 120),
            Categories = reader.Texts("categories", Checks.Filled),
        };
        if (terms.MinimumAge > terms.MaximumAge)
            faults.Add(slug.At, $"licence '{slug.Value}' is for nobody: its minimumAge {terms.MinimumAge} is above its maximumAge {terms.MaximumAge}");
        return terms;
    }
}
