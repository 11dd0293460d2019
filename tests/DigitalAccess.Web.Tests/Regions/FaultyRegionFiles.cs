using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Regions;

/// <summary>One small region that is in order; each row breaks exactly one thing and says what must be answered.</summary>
public sealed class FaultyRegionFiles(TestCluster cluster)
{
    public static TheoryData<string, string, string> Broken => new()
    {
        { "    name: Presshuset", "    nam: Presshuset", "did you mean 'name'?" },
        { "    name: Presshuset", "    name: [Presshuset]", "'name' must be a text" },
        { "    name: Presshuset", "    name:", "'name' has no value" },
        { "vendors:", "vendor:", "no section is called 'vendor'; did you mean 'vendors'?" },
        { "  presshuset:\n", "  Presshuset!:\n", "must be 1 to 60 small letters" },
        { "  mullsjo:\n", "  habo:\n", "'habo' stands here twice, first in line 2" },
        { "  mullsjo:\n", "  region:\n", "choose another" },
        { "timeZone: Europe/Stockholm\n    accent: habo", "timeZone: Europa/Habo\n    accent: habo", "is no known time zone: 'Europa/Habo'" },
        { "timeZone: Europe/Stockholm\n    accent: habo", "accent: habo", "library 'habo' lacks 'timeZone'" },
        { "'\\d{14}'", "'(\\d{14}'", "is not a regular expression that can be used here" },
        { "'\\d{14}'", "'(?=x)\\d{14}'", "is not a regular expression that can be used here" },
        { "10.5.0.0/16", "10.5.0.0", "must be a network in CIDR notation" },
        { "MULLSJO: mullsjo", "MULLSJO: mulsjo", "there is no library 'mulsjo'; did you mean 'mullsjo'?" },
        { "secret: ILS_HABO", "secret: hush hush", "names an entry of the section Secrets" },
        { "secret: ILS_HABO", "secret: ILS_ABO", "the secret ILS_ABO is not set; set the environment variable Secrets__ILS_ABO" },
        { "      secret: ILS_HABO\n", "", "the ILS asks 'loginUser' for a password" },
        { "host: 127.0.0.1", "host: ils.example.se", "SIP2 sends card numbers and PINs in plain text" },
        { "port: ${ILS_PORT:-6001}", "port: ${NO_SUCH_PORT}", "${NO_SUCH_PORT} has no value" },
        { "port: ${ILS_PORT:-6001}", "port: ${ILS_PORT", "a placeholder is written ${NAME}" },
        { "port: ${ILS_PORT:-6001}", "port: '6001'", "'port' must be a whole number" },
        { "port: ${ILS_PORT:-6001}", "replyTimeout: 5", "must be a number of seconds such as 5s" },
        { "kind: sip2", "kind: koha", "must be sip2, not 'koha'" },
        { "    vendor: presshuset\n    sector", "    vendor: pressen\n    sector", "there is no vendor 'pressen'" },
        { "  kiosk:\n", $"  {new string('k', 43)}:\n", "must not be 43 characters long" },
        { "    secret: KIOSK\n", "", "either 'secret', the name of its client secret, or 'jwks'" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    jwksUri: https://kiosk.example.se/jwks\n", "either 'secret', the name of its client secret, or 'jwks'" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    grants: [password]\n", "'password' is no grant; choose from authorizationCode, refreshToken, clientCredentials" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    responseModes: [fragment]\n", "must be query or form_post" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    scopes: [usage.read]\n", "'scopes' are for clients with the grant clientCredentials" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    guards: [openid]\n", "must be a scope of an API" },
        { "    secret: KIOSK\n", "    public: true\n    grants: [clientCredentials]\n", "a public client cannot prove itself" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    lifetimes: {accessTokenMinutes: 600}\n", "must be a whole number from 1 to 60" },
        { "    launchUrl: https://kartor.example.se/\n", "    launchUrl: https://kartor.example.se/\n    titleUrl: 'https://{title}.example.se/'\n", "must hold {title} after the host" },
        { "    launchUrl: https://kartor.example.se/\n", "    launchUrl: https://kartor.example.se/\n    titleUrl: https://kartor.example.se/\n", "must hold {title} once" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    releases: library\n", "'releases' must be a list" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    releases: [cardNumber]\n", "'cardNumber' is nothing a vendor can be told; choose from library, libraryName, municipality, residence, ageBand, affiliation" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    releases: [constant]\n", "'constant' is nothing a vendor can be told" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    releases: [library, library]\n", "names the claim 'library' twice" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    releases: [{claim: sub, source: library}]\n", "the protocol itself says something by that name" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    releases: [{claim: email, value: a@b.se}]\n", "told to no vendor" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    releases: [{claim: birth_date, source: ageBand}]\n", "told to no vendor" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    releases: [{claim: tier}]\n", "has either 'source'" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    releases: [{claim: tier, source: library, value: x}]\n", "has either 'source'" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    releases: [{value: x}]\n", "needs 'claim'" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    releases: [{claim: tier, value: '811218-9876'}]\n", "looks like a person's identity number (se-personnummer)" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    releases: [{claim: tier, source: card}]\n", "'source' must be one of library" },
        { "    secret: KIOSK\n", "    secret: KIOSK\n    releases: [{clam: tier, value: x}]\n", "did you mean 'claim'?" },
        { "    name: Mullsjö bibliotek", "    name: Mullsjö 811218-9876", "looks like a person's identity number" },
        { "  mullsjo:\n", "  m-8112189876:\n", "looks like a person's identity number" },
        { "    accent: mullsjo", "    accent: mullsjo\n    scope: Mullsjö", "must be a domain in small letters" },
        { "    secret: KIOSK\n", "    jwks: 'https://kiosk.example.se/jwks'\n", "is no JSON Web Key Set" },
        { "    secret: KIOSK\n", "    jwks: '{\"keys\":[]}'\n", "holds no key" },
        { "    secret: KIOSK\n", "    jwks: '{\"keys\":[{\"kty\":\"RSA\",\"n\":\"!!\",\"e\":\"AQAB\"}]}'\n", "is no JSON Web Key Set" },
        { "    secret: KIOSK\n", "    jwks: '{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}'\n", "holds a private or shared key" },
        { "    secret: KIOSK\n", "    jwks: '{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}'\n", "holds an RSA key of" },
        { "    secret: KIOSK\n", "    jwks: '{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AQAB\"}]}'\n", "neither RSA nor on the curves" },
        { "https://kiosk.example.se/callback", "http://kiosk.example.se/callback", "must begin with https://" },
        { "https://kiosk.example.se/callback", "https://*.example.se/callback", "holds a wildcard" },
        { "https://kiosk.example.se/callback", "https://kiosk.example.se/callback#top", "must have no fragment" },
        { "https://kiosk.example.se/callback", "https://me:pin@kiosk.example.se/callback", "must hold no user name" },
        { "https://kiosk.example.se/callback", "https://kiosk.example.se/a/../callback", "must be written as browsers send it: https://kiosk.example.se/callback" },
        { "https://kartor.example.se/", "javascript:alert(1)", "must be an address that begins with https://" },
        { "https://kartor.example.se/", "http://kartor.example.se/", "must begin with https://" },
        { "category: maps", "category: charts", "'category' must be one of news, film" },
        { "    client: kiosk\n", "", "lacks 'client'" },
        { "client: kiosk\n", "client: kisk\n", "there is no relying party 'kisk'; did you mean 'kiosk'?" },
        { "accessMethod: plainLink", "accessMethod: oidc\n    client: kiosk", "the client 'kiosk' already opens resource 'kiosken'" },
        { "accessMethod: plainLink", "accessMethod: plainLink\n    client: kiosk", "'client' goes with 'accessMethod: oidc'" },
        { "accessMethod: plainLink", "accessMethod: vendorSession", "lacks 'sessionApi'" },
        { "accessMethod: plainLink", "accessMethod: plainLink\n    sessionApi: {address: https://kartor.example.se/api, secret: KARTOR, sector: kartor}", "'sessionApi' goes with 'accessMethod: vendorSession'" },
        { "accessMethod: plainLink", "accessMethod: vendorSession\n    sessionApi: {address: https://kartor.example.se/api, sector: kartor}", "lacks 'secret'" },
        { "accessMethod: plainLink", "accessMethod: vendorSession\n    sessionApi: {address: 'https://kartor.example.se/api?key=1', secret: KARTOR, sector: kartor}", "must have neither query nor fragment" },
        { "accessMethod: plainLink", "accessMethod: vendorSession\n    sessionApi: {address: https://kartor.example.se/api, secret: NOWHERE, sector: kartor}", "the secret NOWHERE is not set" },
        { "accessMethod: plainLink", "accessMethod: vendorSession\n    sessionApi: {address: https://kartor.example.se/api, secret: KARTOR, sector: kartor, releases: [cardNumber]}", "'cardNumber' is nothing a vendor can be told" },
        { "accessMethod: plainLink", "accessMethod: vendorSession\n    sessionApi: {address: https://kartor.example.se//elsewhere.example/api, secret: KARTOR, sector: kartor}", "must have no empty part in its path" },
        { "{sv: Kartor.}", "{en: Maps.}", "must have a text in 'sv'" },
        { "resource: kartor", "resource: karta", "there is no resource 'karta'" },
        { "holder: habo", "holder: haboo", "there is no library 'haboo'" },
        { "validTo: 2026-12-31", "validTo: 2025-12-31", "ends on 2025-12-31, before it starts on 2026-01-01" },
        { "validTo: 2026-12-31", "validTo: 31/12/2026", "'validTo' must be a day written as 2026-12-31" },
        { "validTo: 2026-12-31", "minimumAge: 15\n    maximumAge: 12", "is for nobody" },
        { "resource: kartor\n    holder: habo", "resource: kiosken\n    holder: region", "cover the same patrons on the same days" },
        { "covers: [habo, mullsjo]", "covers: [habo, habo]", "names 'habo' twice" },
        { "role: library\n    library: habo", "role: library", "lacks 'library'" },
        { "role: operator", "role: operator\n    library: habo", "the role operator is for all libraries" },
        { "drift@example.se:", "drift:", "must be an e-mail address" },
        { "displayName: Hanna", "displayName: &name Hanna\n    nick: *name", "references to other places of the file are not understood" },
        { "libraries:\n", "libraries: [\n", "this is not YAML" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Are_answered_with_the_place_and_what_to_write(string valid, string broken, string answer)
    {
        using var rig = new RegionRig("Host=nowhere.invalid");
        rig.With(valid, broken);

        var said = await rig.ImportAsync();

        Assert.Equal(1, said.Code);
        Assert.Contains(said.Lines, line => line.Contains(answer, StringComparison.Ordinal));
        Assert.All(said.Changes, line => Assert.Matches(@"^(region\.yaml:\d+|/\S+:0): ", line));
    }

    [Theory]
    [InlineData("hunter2", "is too short; make one of at least 32 random characters")]
    [InlineData("0123456789abcdef0123456789abcdef\n", "begins or ends with a blank or a line break")]
    public async Task A_client_secret_that_could_be_guessed_or_is_mistyped_is_refused_and_not_shown(string secret, string answer)
    {
        using var rig = new RegionRig("Host=nowhere.invalid");
        rig.Settings["Secrets:KIOSK"] = secret;

        var said = await rig.ImportAsync();

        var line = Assert.Single(said.Changes);
        Assert.StartsWith("region.yaml:32: ", line, StringComparison.Ordinal);
        Assert.Contains(answer, line, StringComparison.Ordinal);
        Assert.DoesNotContain(secret.Trim(), line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_faults_come_at_once_in_the_order_of_their_lines_and_nothing_is_applied()
    {
        using var rig = new RegionRig(await cluster.CreateDatabaseAsync("faulty"));
        rig.With("name: Habo bibliotek", "nam: Habo bibliotek").With("10.5.0.0/16", "everywhere").With("role: operator", "role: king");

        var said = await rig.ImportAsync();

        Assert.Equal(
            [
                "region.yaml:2: library 'habo' lacks 'name'",
                "region.yaml:3: library 'habo' has no key 'nam'; did you mean 'name'?",
                "region.yaml:11: 'premises' must be a network in CIDR notation such as 192.0.2.0/24, not 'everywhere'",
                "region.yaml:68: 'role' must be one of library, region, operator",
                "4 to mend; nothing was changed",
            ],
            said.Lines);
        Assert.Equal(0, await rig.AskAsync(db => Task.FromResult(db.Libraries.Count())));
    }

    [Fact]
    public async Task A_folder_without_a_section_is_a_mistake_and_not_a_wish_to_close_everything()
    {
        using var rig = new RegionRig("Host=nowhere.invalid") { Yaml = "libraries: {}" };

        var said = await rig.ImportAsync();

        Assert.Equal(1, said.Code);
        Assert.Contains(said.Lines, line => line.EndsWith("no file here has the section 'licences'; write 'licences: {}' if there are none", StringComparison.Ordinal));
    }
}
