using DigitalAccess.Web.Regions.Yaml;

namespace DigitalAccess.Web.Regions.Entries;

/// <summary>Reads every file of a folder; a section may be spread over several files, an entry may not.</summary>
internal sealed class RegionReader(IConfiguration configuration)
{
    /// <summary>What a licence names as its holder when it is no single library.</summary>
    public const string Region = "region";

    private static readonly string[] Sections = ["libraries", "vendors", "relyingParties", "serviceProviders", "resources", "licences", "staff"];

    public RegionEntries Read(string folder, Faults faults)
    {
        var secrets = new RegionSecrets(configuration);
        var sections = ReadFiles(folder, faults);
        var libraries = new LibraryReader(secrets, faults);
        var catalogue = new CatalogueReader(secrets, faults);
        var parties = new RelyingPartyReader(secrets, faults);
        var providers = new ServiceProviderReader(folder, faults);
        var staff = new StaffReader(faults);
        var entries = new RegionEntries(
            [.. Entries(sections["libraries"], "library", LibrarySlug, libraries.Read, faults)],
            [.. Entries(sections["vendors"], "vendor", Checks.Slug, CatalogueReader.ReadVendor, faults)],
            [.. Entries(sections["relyingParties"], "relying party", Checks.ClientId, parties.Read, faults)],
            [.. Entries(sections["serviceProviders"], "service provider", Checks.Slug, providers.Read, faults)],
            [.. Entries(sections["resources"], "resource", Checks.Slug, catalogue.ReadResource, faults)],
            [.. Entries(sections["licences"], "licence", Checks.Slug, catalogue.ReadLicence, faults)],
            [.. Entries(sections["staff"], "staff member", Checks.Email, staff.Read, faults)]);
        References.Check(entries, faults);
        return entries;
    }

    private Dictionary<string, List<YamlEntry>> ReadFiles(string folder, Faults faults)
    {
        var sections = Sections.ToDictionary(s => s, _ => new List<YamlEntry>(), StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal) : Enumerable.Empty<string>())
        {
            using var text = File.OpenText(path);
            if (new YamlTree(path, new Placeholders(configuration), faults).Read(text) is not { } file)
                continue;
            foreach (var section in file.Entries)
            {
                seen.Add(section.Key);
                if (!sections.TryGetValue(section.Key, out var entries))
                    faults.Add(section.At, $"no section is called '{section.Key}'; {Spelling.Suggest(section.Key, Sections)}");
                else if (section.Value is YamlMap map)
                    entries.AddRange(map.Entries);
                else
                    faults.Add(section.At, $"'{section.Key}' must be a mapping from name to entry; write '{section.Key}: {{}}' if there are none");
            }
        }

        // An absent file would otherwise close every resource, or every library, in one go.
        foreach (var section in Sections.Except(seen))
            faults.Add(new Place(folder, 0), $"no file here has the section '{section}'; write '{section}: {{}}' if there are none");
        return sections;
    }

    private static IEnumerable<T> Entries<T>(List<YamlEntry> section, string kind, Check key, Func<Placed<string>, MapReader, T> read, Faults faults)
    {
        var seen = new Dictionary<string, YamlEntry>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in section)
        {
            if (key(entry.Key) is { } fault)
                faults.Add(entry.At, $"{kind} '{entry.Key}': the name {fault}");
            if (!seen.TryAdd(entry.Key, entry))
                faults.Add(entry.At, $"{kind} '{entry.Key}' is already in {seen[entry.Key].At}; keep one");
            else if (entry.Value is YamlMap map)
                yield return read(new Placed<string>(entry.Key, entry.At), new MapReader(map with { At = entry.At }, $"{kind} '{entry.Key}'", faults));
            else
                faults.Add(entry.At, $"{kind} '{entry.Key}' must be a mapping, its keys indented below it");
        }
    }

    private static string? LibrarySlug(string slug) =>
        slug == Region ? $"'{Region}' means the region where a licence names its holder; choose another" : Checks.Slug(slug) ?? ReleaseChecks.NoIdentityNumber(slug);
}
