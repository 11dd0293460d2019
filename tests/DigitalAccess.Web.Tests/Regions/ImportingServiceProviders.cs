using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Xml.Linq;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Releases;
using DigitalAccess.Web.Saml;
using DigitalAccess.Web.Saml.Certificates;
using DigitalAccess.Web.Saml.Metadata;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceProvider = DigitalAccess.Web.Saml.ServiceProvider;

namespace DigitalAccess.Web.Tests.Regions;

/// <summary>Vendors by SAML come in with the region's files, change in words, and leave.</summary>
public sealed class ImportingServiceProviders(TestCluster cluster) : IAsyncLifetime
{
    private const string Unchanged = "the database says already what the files say; nothing was changed";

    private RegionRig rig = null!;

    private static CancellationToken Ct => RegionRig.Ct;

    public async ValueTask InitializeAsync()
    {
        rig = new RegionRig(await cluster.CreateDatabaseAsync("providers"));
        await ImportAsync();
        rig.WithFilm();
    }

    public ValueTask DisposeAsync()
    {
        rig.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task All_that_the_file_says_is_kept_and_a_second_time_changes_nothing()
    {
        Assert.Equal(["+ service-provider film", "+ resource filmen", "2 changed"], await ImportAsync());
        Assert.Equal([Unchanged], await ImportAsync());

        var film = await FilmAsync();
        Assert.Equal(("https://film.example/sp", "Film", "film.example", true), (film.EntityId, film.Name, film.Sector, film.Active));
        Assert.Equal([AttributeRelease.Of(ReleaseSource.Library), AttributeRelease.Of(ReleaseSource.AgeBand)], film.Releases);
        Assert.Equal((MetadataKind.Address, "https://film.example/sp/metadata", null, null), (film.Metadata.Kind, film.Metadata.Address, film.Metadata.File, film.Metadata.Certificate));
        Assert.Equal((false, 20), (film.Metadata.RequiresValidUntil, film.Metadata.LongestValidityDays));
        Assert.Equal((ServiceProviderNameId.Persistent, EncryptionRule.Always, ServiceProvider.EcdsaSha256), (film.NameId, film.Encryption, film.SignatureAlgorithm));
        Assert.Equal((false, true, true, true), (film.SignsResponse, film.SignsAssertion, film.RequiresSignedRequests, film.AllowsIdpInitiated));
        Assert.Equal(["start", "https://film.example/news"], film.RelayStates);
        Assert.Equal(new DateOnly(2027, 1, 15), film.NewCertificateFrom);
        Assert.Equal((AccessMethod.Saml, "film"), await rig.AskAsync(db => db.Resources.Where(r => r.Slug == "filmen").Select(r => new ValueTuple<AccessMethod, string?>(r.AccessMethod, r.ServiceProvider)).SingleAsync(Ct)));
    }

    [Fact]
    public async Task What_is_not_said_is_the_least_told_and_the_most_protected()
    {
        rig.Yaml = rig.Yaml[..rig.Yaml.IndexOf("    releases: [library, ageBand]", StringComparison.Ordinal)];
        await ImportAsync();
        var film = await FilmAsync();
        Assert.Equal([AttributeRelease.Of(ReleaseSource.Library)], film.Releases);
        Assert.Equal((ServiceProviderNameId.Transient, EncryptionRule.WhenPossible, ServiceProvider.RsaSha256), (film.NameId, film.Encryption, film.SignatureAlgorithm));
        Assert.Equal((true, true, false, false), (film.SignsResponse, film.SignsAssertion, film.RequiresSignedRequests, film.AllowsIdpInitiated));
        Assert.Null(film.NewCertificateFrom);
    }

    [Fact]
    public async Task Each_change_is_said_in_words_and_dry_runs_change_nothing()
    {
        await ImportAsync();
        rig.With("signs: [assertion]", "signs: [response, assertion]").With("nameId: persistent", "nameId: none").With("longestValidityDays: 20", "requiresValidUntil: true")
            .With("    requiresSignedRequests: true\n", "");
        string[] expected =
        [
            "~ service-provider film: metadata.requiresValidUntil false -> true; metadata.longestValidityDays 20 -> 30; nameId persistent -> none; "
                + "signsResponse false -> true; requiresSignedRequests true -> false",
        ];
        Assert.Equal(expected, (await rig.DryRunAsync()).Changes);
        Assert.Equal(ServiceProviderNameId.Persistent, (await FilmAsync()).NameId);
        Assert.Equal([.. expected, "1 changed"], await ImportAsync());
        Assert.Equal((ServiceProviderNameId.None, true, false), (await FilmAsync()) is var film ? (film.NameId, film.SignsResponse, film.RequiresSignedRequests) : default);
        Assert.Equal([Unchanged], await ImportAsync());
    }

    [Fact]
    public async Task What_is_gone_from_the_files_becomes_inactive_and_can_come_back()
    {
        var without = rig.Yaml.Replace(RegionRig.Film, "serviceProviders: {}", StringComparison.Ordinal).Replace("accessMethod: saml", "accessMethod: plainLink", StringComparison.Ordinal)
            .Replace("    serviceProvider: film\n", "", StringComparison.Ordinal).Replace("{identityProvider}", "x", StringComparison.Ordinal);
        var with = rig.Yaml;
        await ImportAsync();
        var before = await FilmAsync();

        rig.Yaml = without;
        Assert.Contains("- service-provider film: becomes inactive; the vendor can no longer sign patrons in", await ImportAsync());
        Assert.False((await FilmAsync()).Active);
        Assert.Equal([Unchanged], await ImportAsync());

        rig.Yaml = with;
        Assert.Contains("~ service-provider film: active false -> true", await ImportAsync());
        Assert.Equal((before.Id, true), (await FilmAsync()) is var film ? (film.Id, film.Active) : default);
    }

    [Fact]
    public async Task Another_name_in_the_files_takes_the_entityID_over_and_two_may_swap_theirs()
    {
        await ImportAsync();
        rig.With("  film:\n    entityId", "  bio:\n    entityId").With("serviceProvider: film\n", "serviceProvider: bio\n");
        Assert.Equal(
            ["- service-provider film: deleted; 'bio' has its entityID now", "+ service-provider bio", "~ resource filmen: serviceProvider film -> bio", "3 changed"], await ImportAsync());

        rig.With("  kartor:\n    vendor: presshuset", "  kartor:\n    vendor: presshuset\n    serviceProvider: maps")
            .With("accessMethod: plainLink", "accessMethod: saml")
            .With("serviceProviders:\n", "serviceProviders:\n  maps:\n    preset: pressreader\n    vendor: presshuset\n    sector: maps.example\n    entityId: urn:example:maps\n");
        await ImportAsync();
        rig.With("entityId: urn:example:maps", "entityId: https://film.example/sp2").With("entityId: https://film.example/sp\n", "entityId: urn:example:maps\n")
            .With("entityId: https://film.example/sp2", "entityId: https://film.example/sp");
        Assert.Equal(3, (await ImportAsync()).Count);
        Assert.Equal([("bio", "urn:example:maps"), ("maps", "https://film.example/sp")], await rig.AskAsync(async db =>
            (await db.ServiceProviders.OrderBy(p => p.Slug).ToListAsync(Ct)).ConvertAll(p => (p.Slug, p.EntityId))));
    }

    [Fact]
    public async Task A_preset_says_it_all_and_each_word_can_be_overruled()
    {
        var start = rig.Yaml.IndexOf("    entityId: https://film.example/sp\n", StringComparison.Ordinal);
        rig.Yaml = rig.Yaml[..start] + "    preset: pressreader\n    vendor: presshuset\n    sector: pressreader\n";
        await ImportAsync();
        var provider = await FilmAsync();
        Assert.Equal(("https://www.pressreader.com/", "PressReader", MetadataKind.Preset), (provider.EntityId, provider.Name, provider.Metadata.Kind));
        Assert.Equal(("https://www.pressreader.com/", "https://www.pressreader.com/externalauth/processsamlauthorization/"), await DescribedAsync());
        Assert.Equal([Unchanged], await ImportAsync());

        rig.Yaml += "    entityId: urn:example:other\n    name: Tidningarna\n    metadata: {assertionConsumerService: 'https://other.example/acs?a=1&b=2'}\n";
        await ImportAsync();
        provider = await FilmAsync();
        Assert.Equal(("urn:example:other", "Tidningarna", MetadataKind.Preset), (provider.EntityId, provider.Name, provider.Metadata.Kind));
        Assert.Equal(("urn:example:other", "https://other.example/acs?a=1&b=2"), await DescribedAsync());

        rig.With("metadata: {assertionConsumerService: 'https://other.example/acs?a=1&b=2'}", "metadata: {mdq: https://mdq.example/}");
        await ImportAsync();
        Assert.Equal((MetadataKind.Mdq, "https://mdq.example/", null), (await FilmAsync()).Metadata is var source ? (source.Kind, source.Address, source.File) : default);
    }

    [Fact]
    public async Task A_file_is_read_at_import_and_a_change_in_it_is_a_change()
    {
        var xml = Metadata("https://film.example/sp");
        await File.WriteAllTextAsync(Path.Combine(rig.Folder, "film.xml"), xml, Ct);
        rig.With("{address: https://film.example/sp/metadata, longestValidityDays: 20}", "{file: film.xml}");
        await ImportAsync();
        Assert.Equal((MetadataKind.File, xml), ((await FilmAsync()).Metadata.Kind, await GivenAsync()));
        Assert.Equal([Unchanged], await ImportAsync());

        await File.WriteAllTextAsync(Path.Combine(rig.Folder, "film.xml"), xml.Replace("><", ">\n<", StringComparison.Ordinal), Ct);
        Assert.StartsWith("~ service-provider film: metadata.file ", (await ImportAsync())[0], StringComparison.Ordinal);
        Assert.Equal([Unchanged], await ImportAsync());
        Assert.Contains(">\n<", await GivenAsync(), StringComparison.Ordinal);

        rig.With("{file: film.xml}", "{address: https://film.example/sp/metadata}");
        await ImportAsync();
        Assert.Null(await GivenAsync());
    }

    [Fact]
    public async Task A_file_as_large_as_a_federations_is_kept_beside_what_every_node_has_in_memory()
    {
        await File.WriteAllTextAsync(Path.Combine(rig.Folder, "film.xml"), Metadata("https://film.example/sp") + new string('\n', 1_000_000), Ct);
        rig.With("{address: https://film.example/sp/metadata, longestValidityDays: 20}", "{file: film.xml}");
        await ImportAsync();
        Assert.InRange(JsonSerializer.Serialize(await FilmAsync(), JsonColumn.Options).Length, 1, 2_000);
        Assert.True(await rig.AskAsync(db => db.StoredMetadata.AnyAsync(m => m.Fault == null && m.Xml != null && m.Xml.Length < 2_000, Ct)));
    }

    [Fact]
    public async Task A_certificate_makes_an_end_of_validity_required_and_is_shown_by_its_fingerprint()
    {
        await ImportAsync();
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=film", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
        rig.With("longestValidityDays: 20", $"longestValidityDays: 20, certificate: \"{certificate.ExportCertificatePem().ReplaceLineEndings("\\n")}\"");
        Assert.Equal(
            $"~ service-provider film: metadata.requiresValidUntil false -> true; metadata.certificate (none) -> {certificate.GetCertHashString(HashAlgorithmName.SHA256)}",
            (await ImportAsync())[0]);
        Assert.Equal((certificate.ExportCertificatePem(), true), (await FilmAsync()).Metadata is var source ? (source.Certificate, source.RequiresValidUntil) : default);
        Assert.Equal([Unchanged], await ImportAsync());
    }

    [Fact]
    public async Task Where_another_key_must_sign_the_metadata_is_asked_for_at_once_and_what_is_wrong_is_said()
    {
        await ImportAsync();
        var film = await FilmAsync();
        await rig.AskAsync(async db =>
        {
            db.Add(new StoredMetadata { ServiceProviderId = film.Id, Xml = Metadata(film.EntityId) });
            return await db.SaveChangesAsync(Ct);
        });
        rig.With("longestValidityDays: 20", $"longestValidityDays: 20, certificate: \"{SamlParty.Certificate.ExportCertificatePem().ReplaceLineEndings("\\n")}\"");
        var said = await rig.ImportAsync();
        Assert.Equal(1, said.Code);
        Assert.StartsWith("service provider 'film' cannot be answered by this metadata, and has no other, so no patron can be let in there: The metadata could not be fetched", said.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vendor_goes_over_to_another_algorithm_with_notice_and_back_at_once_while_it_has_not()
    {
        await ImportAsync();
        Assert.Null((await FilmAsync()).AlgorithmChange);
        rig.With("ecdsa-sha256", "rsa-sha256");
        Assert.Equal("~ service-provider film: signatureAlgorithm ecdsa-sha256 -> rsa-sha256", (await ImportAsync())[0]);
        var change = (await FilmAsync()).AlgorithmChange!;
        Assert.Equal(TimeSpan.FromDays(30), change.ActiveFrom - change.At);
        Assert.Equal([Unchanged], await ImportAsync());
        Assert.Equal(change, (await FilmAsync()).AlgorithmChange);

        rig.With("rsa-sha256", "ecdsa-sha256");
        await ImportAsync();
        Assert.False((await FilmAsync()).AlgorithmChange!.HasNotice);
    }

    [Fact]
    public async Task A_librarys_identity_provider_has_a_name_a_logo_and_perhaps_a_certificate_of_its_own()
    {
        await ImportAsync();
        rig.With("    accent: habo\n", "    accent: habo\n    identityProvider: {displayName: {sv: Habo, en: Habo library}, logo: {address: https://habo.example/logo.svg, width: 80, height: 60}, ownCertificate: true}\n");
        Assert.Equal(
            "~ library habo: identityProvider.ownCertificate false -> true; identityProvider.displayName.sv (none) -> Habo; identityProvider.displayName.en (none) -> Habo library; "
                + "identityProvider.logo.address (none) -> https://habo.example/logo.svg; identityProvider.logo.width (none) -> 80; identityProvider.logo.height (none) -> 60",
            (await ImportAsync())[0]);
        var settings = await rig.AskAsync(db => db.Libraries.Where(l => l.Slug == "habo").Select(l => l.IdentityProvider).SingleAsync(Ct));
        Assert.Equal(("Habo library", 60, true), (settings.DisplayName!["en"], settings.Logo!.Height, settings.OwnCertificate));
        Assert.Equal([Unchanged], await ImportAsync());
    }

    [Fact]
    public async Task Vendors_are_told_before_a_known_library_signs_with_its_own_and_a_new_one_may_at_once()
    {
        rig.With("    accent: habo\n", "    accent: habo\n    identityProvider: {ownCertificate: true}\n")
            .With("  mullsjo:\n    name", "  tranas:\n    name: Tranås bibliotek\n    municipality: Tranås\n    timeZone: Europe/Stockholm\n    accent: tranas\n    identityProvider: {ownCertificate: true}\n  mullsjo:\n    name");
        await ImportAsync();
        var owners = await rig.AskAsync(db => db.Libraries.ToDictionaryAsync(l => l.Slug, l => l.Certificates, Ct));
        Assert.Equal((true, TimeSpan.FromDays(30)), (owners["habo"]!.IsOwn, owners["habo"]!.Change.ActiveFrom - owners["habo"]!.Change.At));
        Assert.Equal((true, false), (owners["tranas"]!.IsOwn, owners["tranas"]!.Change.HasNotice));
        Assert.Null(owners["mullsjo"]);
    }

    [Fact]
    public async Task A_library_that_is_to_have_a_certificate_of_its_own_has_it_when_the_import_is_over()
    {
        rig.With("    accent: habo\n", "    accent: habo\n    identityProvider: {ownCertificate: true}\n");
        await rig.DryRunAsync();
        Assert.Equal(0, await CountAsync());
        await ImportAsync();
        Assert.Equal(Enum.GetValues<CertificateKind>().Length, await CountAsync());
        Assert.Equal([Unchanged], await ImportAsync());
        Assert.Equal(Enum.GetValues<CertificateKind>().Length, await CountAsync());

        Task<int> CountAsync() => rig.AskAsync(db => db.SamlCertificates.CountAsync(c => db.Libraries.Any(l => l.Id == c.LibraryId && l.Slug == "habo"), Ct));
    }

    [Fact]
    public async Task A_node_hears_of_a_service_provider_and_finds_it_by_each_of_its_names_while_it_is_active()
    {
        await using var node = await BrokerApp.StartAsync(rig.ConnectionString);
        var snapshots = node.Services.GetRequiredService<RegionSnapshots>();
        Assert.Empty((await snapshots.GetAsync(Ct)).ActiveServiceProviders);

        await ImportAsync();
        await Eventually.HoldsAsync(async () => (await snapshots.GetAsync(Ct)).ActiveServiceProviders.Any(), "the node hears of the import");
        var now = await snapshots.GetAsync(Ct);
        Assert.Equal(("film", "film", "filmen"), (now.ServiceProvider("https://film.example/sp")?.Slug, now.ServiceProviderBySlug("film")?.Slug, now.ResourceOfServiceProvider("film")?.Slug));

        // Of this table alone, so that no other table's notice stands in for its own.
        await rig.AskAsync(db => db.ServiceProviders.ExecuteUpdateAsync(u => u.SetProperty(p => p.Active, false), Ct));
        await Eventually.HoldsAsync(async () => !(await snapshots.GetAsync(Ct)).ActiveServiceProviders.Any(), "the node hears that it is switched off");
        now = await snapshots.GetAsync(Ct);
        Assert.Equal((null, null), (now.ServiceProvider("https://film.example/sp"), now.ServiceProviderBySlug("film")));
    }

    private async Task<IReadOnlyList<string>> ImportAsync()
    {
        var said = await rig.ImportAsync();
        Assert.True(said.Code == 0, string.Join('\n', said.Lines));
        return said.Lines;
    }

    private Task<ServiceProvider> FilmAsync() => rig.AskAsync(db => db.ServiceProviders.AsNoTracking().SingleAsync(p => p.Slug == "film", Ct));

    /// <summary>The metadata that came with the files, where some did.</summary>
    private Task<string?> GivenAsync() => rig.AskAsync(db => db.GivenMetadata.Where(g => db.ServiceProviders.Any(p => p.Id == g.ServiceProviderId && p.Slug == "film")).Select(g => (string?)g.Text).SingleOrDefaultAsync(Ct));

    private async Task<(string? EntityId, string? Address)> DescribedAsync()
    {
        var root = XElement.Parse((await GivenAsync())!);
        var service = Assert.Single(root.Descendants(root.Name.Namespace + "AssertionConsumerService"));
        Assert.Equal("urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST", service.Attribute("Binding")?.Value);
        return (root.Attribute("entityID")?.Value, service.Attribute("Location")?.Value);
    }

    internal static string Metadata(string entityId) =>
        $"<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"{entityId}\"><SPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\"><AssertionConsumerService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" Location=\"https://film.example/acs\" index=\"0\"></AssertionConsumerService></SPSSODescriptor></EntityDescriptor>";
}
