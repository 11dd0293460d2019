using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Regions.Yaml;

namespace DigitalAccess.Web.Regions.Entries;

internal sealed class CatalogueReader(RegionSecrets secrets, Faults faults)
{
    private const int ShortestSecret = 16;

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
            LaunchUrl = reader.Text("launchUrl", AddressChecks.LaunchAddress),
            TitleUrl = reader.OptionalText("titleUrl", AddressChecks.TitleAddress),
        };
        var vendor = reader.Reference("vendor");
        var client = reader.PlacedText("client", Checks.ClientId);
        var provider = reader.PlacedText("serviceProvider", Checks.Slug);
        var apiSecret = ReadSessionApi(resource, reader);
        reader.Finish();

        if (reader.Word("accessMethod") == "vendorSession" && resource.SessionApi is null)
            faults.Add(slug.At, $"resource '{slug.Value}' opens by vendorSession and lacks 'sessionApi', the vendor's API that begins sessions");
        CheckSignOn(slug, resource, reader, client, provider);
        return new ResourceEntry(slug.At, resource, vendor, client, provider, apiSecret);
    }

    private void CheckSignOn(Placed<string> slug, Resource resource, MapReader reader, Placed<string>? client, Placed<string>? provider)
    {
        if (reader.Word("accessMethod") == "oidc" && client is null)
            faults.Add(slug.At, $"resource '{slug.Value}' opens by oidc and lacks 'client', the relying party that signs patrons in");
        if (resource.AccessMethod != AccessMethod.Oidc && client is not null)
            faults.Add(client.At, "'client' goes with 'accessMethod: oidc'; remove it or change the access method");
        if (reader.Word("accessMethod") == "saml" && provider is null)
            faults.Add(slug.At, $"resource '{slug.Value}' opens by saml and lacks 'serviceProvider', the service provider that signs patrons in");
        if (resource.AccessMethod != AccessMethod.Saml && provider is not null)
            faults.Add(provider.At, "'serviceProvider' goes with 'accessMethod: saml'; remove it or change the access method");
        if (resource.AccessMethod != AccessMethod.Saml && $"{resource.LaunchUrl} {resource.TitleUrl}".Contains(IdentityProviderName.Placeholder, StringComparison.Ordinal))
            faults.Add(slug.At, $"{IdentityProviderName.Placeholder} in an address of resource '{slug.Value}' goes with 'accessMethod: saml'; remove it or change the access method");
    }

    /// <returns>The secret for it, when it can be used.</returns>
    private string? ReadSessionApi(Resource resource, MapReader reader)
    {
        if (reader.OptionalMap("sessionApi", "sessionApi") is not { } map)
            return null;
        if (resource.AccessMethod != AccessMethod.VendorSession)
            faults.Add(map.At, "'sessionApi' goes with 'accessMethod: vendorSession'; remove it or change the access method");
        var api = new SessionApi { Address = map.Text("address", AddressChecks.Api), Sector = map.Text("sector", Checks.ClientId) };
        if (map.Has("releases"))
            api.Releases = new ReleasesReader(faults).Read(map.Items("releases"));
        var secret = map.PlacedText("secret", Checks.SecretName) is { } name ? secrets.Find(name, ShortestSecret, faults) : null;
        if (!map.Has("secret"))
            faults.Add(map.At, "'sessionApi' lacks 'secret', the name of the bearer token that the vendor has given you");
        map.Finish();
        resource.SessionApi = api;
        return secret;
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
