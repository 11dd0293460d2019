using DigitalAccess.Web.Tests.Support;
using NJsonSchema;
using YamlDotNet.Serialization;

namespace DigitalAccess.Web.Tests.Regions;

/// <summary>What an editor underlines is what the import would refuse, as far as the shape of a file goes.</summary>
public sealed class TheSchemaForEditors
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
    private static readonly ISerializer Json = new SerializerBuilder().JsonCompatible().Build();

    public static TheoryData<string> Files => [.. Directory.GetFiles(Repository.File("infra", "region"), "*.yaml").Select(f => Path.GetFileName(f)!)];

    public static TheoryData<string, string> Misshapen => new()
    {
        { "    name: Presshuset", "    nam: Presshuset" },
        { "    name: Presshuset", "    name: [Presshuset]" },
        { "    name: Presshuset", "    name:" },
        { "vendors:", "vendor:" },
        { "  presshuset:\n", "  Presshuset!:\n" },
        { "  mullsjo:\n", "  region:\n" },
        { "timeZone: Europe/Stockholm\n    accent: habo", "accent: habo" },
        { "10.5.0.0/16", "10.5.0.0" },
        { "secret: ILS_HABO", "secret: hush hush" },
        { "port: ${ILS_PORT:-6001}", "port: '6001'" },
        { "port: ${ILS_PORT:-6001}", "port: 0" },
        { "port: ${ILS_PORT:-6001}", "replyTimeout: 5" },
        { "kind: sip2", "kind: koha" },
        { "https://kiosk.example.se/callback", "http://kiosk.example.se/callback" },
        { "https://kiosk.example.se/callback", "https://*.example.se/callback" },
        { "https://kiosk.example.se/callback", "https://kiosk.example.se/callback#top" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    jwksUri: https://kiosk.example.se/jwks\n" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    grants: [password]\n" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    lifetimes: {accessTokenMinutes: 600}\n" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    releases: [cardNumber]\n" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    releases: [{claim: tier}]\n" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    releases: [{value: x}]\n" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    releases: [{source: library, value: x, claim: y}]\n" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    releases: [{claim: tier, source: card}]\n" },
        { "https://kartor.example.se/", "javascript:alert(1)" },
        { "https://kartor.example.se/", "http://kartor.example.se/" },
        { "category: maps", "category: charts" },
        { "accessMethod: plainLink", "accessMethod: vendorSession\n    sessionApi: {address: 'https://kartor.example.se/api?key=1', secret: KARTOR, sector: kartor}" },
        { "accessMethod: plainLink", "accessMethod: vendorSession\n    sessionApi: {address: https://kartor.example.se/api, sector: kartor}" },
        { "accessMethod: plainLink", "accessMethod: vendorSession\n    sessionApi: {address: https://kartor.example.se/api, secret: KARTOR, sector: kartor, key: x}" },
        { "{sv: Kartor.}", "{en: Maps.}" },
        { "validTo: 2026-12-31", "validTo: 31/12/2026" },
        { "validTo: 2026-12-31", "minimumAge: young" },
        { "covers: all", "covers: everybody" },
        { "covers: [habo, mullsjo]", "covers: [habo, habo]" },
        { "covers: [habo, mullsjo]", "covers: []" },
        { "role: operator", "role: king" },
        { "drift@example.se:", "drift:" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Accepts_our_own_files(string file)
    {
        var text = await File.ReadAllTextAsync(Repository.File("infra", "region", file), RegionRig.Ct);
        Assert.Empty(await FaultsAsync(text));
        Assert.StartsWith("# yaml-language-server: $schema=region.schema.json\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accepts_a_small_region_in_one_file()
    {
        using var rig = new RegionRig("Host=nowhere.invalid");
        Assert.Empty(await FaultsAsync(rig.Yaml));
        Assert.Empty(await FaultsAsync(rig.With("accessMethod: plainLink", RegionRig.SessionApi).Yaml));
        Assert.Empty(await FaultsAsync(rig.WithFilm().Yaml));
        Assert.Empty(await FaultsAsync(rig.With("    entityId: https://film.example/sp\n    name: Film\n", "    preset: pressreader\n").Yaml));
        Assert.Empty(await FaultsAsync(rig.With("metadata: {address: https://film.example/sp/metadata, longestValidityDays: 20}", "metadata: {assertionConsumerService: https://film.example/acs}").Yaml));
    }

    [Theory]
    [MemberData(nameof(Misshapen))]
    public async Task Rejects_what_the_import_rejects(string valid, string broken)
    {
        using var rig = new RegionRig("Host=nowhere.invalid");
        rig.With(valid, broken);

        Assert.NotEmpty(await FaultsAsync(rig.Yaml));
        Assert.Equal(1, (await rig.ImportAsync()).Code);
    }

    public static TheoryData<string, string> MisshapenProviders => new()
    {
        { "    sector: film.example\n", "" },
        { "    entityId: https://film.example/sp\n", "" },
        { "    entityId: https://film.example/sp\n", "    entityId: film\n" },
        { "    entityId: https://film.example/sp\n", "    preset: pressreadr\n" },
        { "    metadata: {address: https://film.example/sp/metadata, longestValidityDays: 20}\n", "" },
        { "address: https://film.example/sp/metadata", "address: http://film.example/sp/metadata" },
        { "address: https://film.example/sp/metadata", "address: https://film.example/m, mdq: https://mdq.example/" },
        { "address: https://film.example/sp/metadata", "addres: https://film.example/m" },
        { "longestValidityDays: 20", "longestValidityDays: 401" },
        { "longestValidityDays: 20", "certificate: hello" },
        { "longestValidityDays: 20", "assertionConsumerService: https://film.example/acs" },
        { "nameId: persistent", "nameId: telephone" },
        { "signs: [assertion]", "signs: []" },
        { "encryption: always", "encryption: sometimes" },
        { "signatureAlgorithm: ecdsa-sha256", "signatureAlgorithm: rsa-sha1" },
        { "newCertificateFrom: 2027-01-15", "newCertificateFrom: soon" },
        { "accessMethod: saml", "accessMethod: saml2" },
    };

    [Theory]
    [MemberData(nameof(MisshapenProviders))]
    public async Task Rejects_what_the_import_rejects_of_service_providers(string valid, string broken)
    {
        using var rig = new RegionRig("Host=nowhere.invalid").WithFilm();
        Assert.Empty(await FaultsAsync(rig.Yaml));
        rig.With(valid, broken);

        Assert.NotEmpty(await FaultsAsync(rig.Yaml));
        Assert.Equal(1, (await rig.ImportAsync()).Code);
    }

    /// <summary>A switch that the schema does not know would be underlined although the import takes it.</summary>
    [Fact]
    public async Task Knows_every_setting_of_a_SIP2_connection()
    {
        var schema = await SchemaAsync();
        var ours = typeof(Ils.Sip2.Sip2Settings).GetProperties().Where(p => p.CanWrite)
            .Select(p => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(p.Name))
            .Except(["name", "timeZone", "terminalPassword"]).Concat(["kind", "secret", "terminalSecret"]);
        Assert.Equal(ours.Order(), schema.Definitions["ils"].Properties.Keys.Order());
    }

    private static async Task<IEnumerable<string>> FaultsAsync(string yaml) =>
        (await SchemaAsync()).Validate(Json.Serialize(Yaml.Deserialize<object>(yaml))).Select(e => e.ToString());

    private static Task<JsonSchema> SchemaAsync() => JsonSchema.FromFileAsync(Repository.File("infra", "region", "region.schema.json"), RegionRig.Ct);
}
