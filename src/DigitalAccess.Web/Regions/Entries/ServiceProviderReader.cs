using DigitalAccess.Web.Regions.Yaml;
using DigitalAccess.Web.Releases;
using DigitalAccess.Web.Saml;
using DigitalAccess.Web.Saml.SignOn;

namespace DigitalAccess.Web.Regions.Entries;

internal sealed class ServiceProviderReader(string folder, Faults faults)
{
    public ServiceProviderEntry Read(Placed<string> slug, MapReader reader)
    {
        var preset = ReadPreset(reader);
        var entityId = reader.PlacedText("entityId", SamlChecks.EntityId) ?? (preset is null ? reader.Reference("entityId") : new Placed<string>(preset.EntityId, slug.At));
        var provider = new ServiceProvider
        {
            Slug = slug.Value,
            EntityId = entityId.Value,
            VendorId = default,
            Name = preset is null ? reader.Text("name", Checks.Filled) : reader.OptionalText("name", Checks.Filled) ?? preset.Name,
            Sector = reader.Text("sector", Checks.ClientId),
            Metadata = new MetadataSourceReader(folder, faults).Read(reader, preset, entityId.Value),
        };
        if (reader.Has("releases"))
            provider.Releases = new ReleasesReader(faults, withPseudonym: true, claim => SamlAttributes.NameOf(claim).Name).Read(reader.Items("releases"));
        foreach (var line in provider.Releases.Where(line => line.Source != ReleaseSource.Pseudonym && SamlAttributes.IsPseudonym(line.Claim)))
            faults.Add(slug.At, $"'releases' tells something else under the name '{line.Claim}'; vendors take that for who the patron is, so write 'source: pseudonym'");
        ReadAnswers(provider, reader);
        ReadRequests(provider, reader);
        var vendor = reader.Reference("vendor");
        reader.Finish();
        return new ServiceProviderEntry(slug.At, provider, entityId, vendor);
    }

    private Preset? ReadPreset(MapReader reader)
    {
        if (reader.PlacedText("preset") is not { } name)
            return null;
        if (Presets.Find(name.Value) is { } preset)
            return preset;
        faults.Add(name.At, $"there is no preset '{name.Value}'; {Spelling.Suggest(name.Value, Presets.Names)}");
        return null;
    }

    /// <summary>What the vendor is sent.</summary>
    private void ReadAnswers(ServiceProvider provider, MapReader reader)
    {
        provider.NameId = reader.OptionalChoice<ServiceProviderNameId>("nameId") ?? provider.NameId;
        provider.Encryption = reader.OptionalChoice<EncryptionRule>("encryption") ?? provider.Encryption;
        provider.SignatureAlgorithm = reader.OptionalText("signatureAlgorithm", SamlChecks.SignatureAlgorithm) ?? provider.SignatureAlgorithm;
        provider.NewCertificateFrom = reader.OptionalDate("newCertificateFrom");
        if (!reader.Has("signs"))
            return;
        var signs = reader.Texts("signs", SamlChecks.Signed);
        (provider.SignsResponse, provider.SignsAssertion) = (signs.Contains("response"), signs.Contains("assertion"));
        if (signs.Count == 0)
            faults.Add(reader.At, "'signs' is empty, and a vendor must not believe what nobody signed; write response, assertion or both");
    }

    /// <summary>What is taken from the vendor, and what goes to it unasked.</summary>
    private void ReadRequests(ServiceProvider provider, MapReader reader)
    {
        provider.RequiresSignedRequests = reader.OptionalFlag("requiresSignedRequests") ?? false;
        provider.AllowsIdpInitiated = reader.OptionalFlag("allowsIdpInitiated") ?? false;
        provider.RelayStates = reader.Texts("relayStates", SamlChecks.RelayState);
        if (provider.RelayStates.Count > 0 && !provider.AllowsIdpInitiated)
            faults.Add(reader.At, "'relayStates' goes with 'allowsIdpInitiated: true'; a vendor that asks brings its own");
    }
}
