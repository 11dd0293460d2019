using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DigitalAccess.Web.Tests.Regions;

/// <summary>A service provider that is in order; each row breaks exactly one thing and says what must be answered.</summary>
public sealed class FaultyServiceProviders
{
    private const string Source = "{address: https://film.example/sp/metadata, longestValidityDays: 20}";

    public static TheoryData<string, string, string> Broken => new()
    {
        { "serviceProviders:\n", "serviceProvider:\n", "did you mean 'serviceProviders'?" },
        { "    entityId: https://film.example/sp\n", "", "service provider 'film' lacks 'entityId'" },
        { "entityId: https://film.example/sp\n", "entityId: film\n", "must be an absolute URI or a URN" },
        { "entityId: https://film.example/sp\n", "entityId: /film\n", "must be an absolute URI or a URN" },
        { "entityId: https://film.example/sp\n", $"entityId: 'urn:example:{new string('x', 1013)}'\n", "must be at most 1024 characters" },
        { "    name: Film\n", "", "service provider 'film' lacks 'name'" },
        { "    name: Film\n", "    nam: Film\n", "did you mean 'name'?" },
        { "    sector: film.example\n", "", "service provider 'film' lacks 'sector'" },
        { "    vendor: presshuset\n    sector: film", "    vendor: presshus\n    sector: film", "there is no vendor 'presshus'; did you mean 'presshuset'?" },
        { "    entityId: https://film.example/sp\n", "    preset: pressreadr\n    entityId: https://film.example/sp\n", "there is no preset 'pressreadr'; did you mean 'pressreader'?" },
        { $"    metadata: {Source}\n", "", "needs 'metadata'" },
        { Source, "{longestValidityDays: 20}", "has exactly one of 'address'" },
        { Source, "{address: https://film.example/m, mdq: https://mdq.example/}", "has exactly one of 'address'" },
        { Source, "{address: http://film.example/m}", "must begin with https://" },
        { Source, "{mdq: 'https://mdq.example/?x=1'}", "must have neither query nor fragment" },
        { Source, "{adress: https://film.example/m}", "did you mean 'address'?" },
        { Source, "{address: https://film.example/m, assertionConsumerService: https://film.example/acs}", "'assertionConsumerService' goes with 'preset' alone" },
        { Source, "{address: https://film.example/m, longestValidityDays: 0}", "must be a whole number from 1 to 400" },
        { Source, "{address: https://film.example/m, longestValidityDays: 401}", "must be a whole number from 1 to 400" },
        { Source, "{address: https://film.example/m, requiresValidUntil: yes}", "must be true or false" },
        { Source, "{address: https://film.example/m, certificate: hello}", "is no certificate in PEM" },
        { "    entityId: https://film.example/sp\n    name: Film\n    vendor: presshuset\n    sector: film.example\n    metadata: " + Source,
            "    preset: pressreader\n    vendor: presshuset\n    sector: film.example\n    metadata: {requiresValidUntil: true}", "'requiresValidUntil' goes with metadata that is read from somewhere" },
        { Source, "{file: none.xml}", "is not in the region's folder" },
        { Source, "{file: ../film.xml}", "leads out of the region's folder" },
        { Source, "{file: /etc/passwd}", "leads out of the region's folder" },
        { Source, "{file: a/../../film.xml}", "leads out of the region's folder" },
        { "releases: [library, ageBand]", "releases: [cardNumber]", "'cardNumber' is nothing a vendor can be told" },
        { "releases: [library, ageBand]", "releases: [{claim: eduPersonEntitlement, value: a}, {claim: eduperson_entitlement, value: b}]", "names the claim 'eduperson_entitlement' twice" },
        { "releases: [library, ageBand]", "releases: [affiliation, {claim: 'urn:oid:1.3.6.1.4.1.5923.1.1.1.9', value: walk-in}]", "twice" },
        { "nameId: persistent", "nameId: telephone", "'nameId' must be one of transient, persistent, unspecified, none, email" },
        { "signs: [assertion]", "signs: []", "'signs' is empty" },
        { "signs: [assertion]", "signs: [request]", "must hold response, assertion or both" },
        { "encryption: always", "encryption: sometimes", "'encryption' must be one of whenPossible, always, never" },
        { "signatureAlgorithm: ecdsa-sha256", "signatureAlgorithm: rsa-sha1", "must be rsa-sha256 or ecdsa-sha256" },
        { "requiresSignedRequests: true", "requiresSignedRequests: perhaps", "must be true or false" },
        { "    allowsIdpInitiated: true\n", "", "'relayStates' goes with 'allowsIdpInitiated: true'" },
        { "relayStates: ['start'", $"relayStates: ['{new string('å', 41)}'", "must be at most 80 bytes in UTF-8 (SAML Bindings, section 3.4.3); this is 82" },
        { "newCertificateFrom: 2027-01-15", "newCertificateFrom: 15/1 2027", "must be a day written as 2026-12-31" },
        { "    sector: film.example\n", "    sector: kiosk.example.se\n    unknown: x\n", "has no key 'unknown'" },
        { "    serviceProvider: film\n", "", "resource 'filmen' opens by saml and lacks 'serviceProvider'" },
        { "    serviceProvider: film\n", "    serviceProvider: flim\n", "there is no service provider 'flim'; did you mean 'film'?" },
        { "    serviceProvider: film\n", "    serviceProvider: flim\n", "service provider 'film' opens no resource" },
        { "accessMethod: saml", "accessMethod: plainLink", "'serviceProvider' goes with 'accessMethod: saml'" },
        { "accessMethod: saml", "accessMethod: plainLink", "{identityProvider} in an address of resource 'filmen' goes with 'accessMethod: saml'" },
        { "accessMethod: plainLink", "accessMethod: saml\n    serviceProvider: film", "the service provider 'film' already opens resource 'kartor'" },
        { "launchUrl: https://film.example/login?idp={identityProvider}", "launchUrl: 'https://{identityProvider}.example/'", "must hold {identityProvider} after the host" },
        { "    accent: habo\n", "    accent: habo\n    identityProvider: {logo: {address: https://habo.example/logo.svg}}\n", "logo lacks 'width'" },
        { "    accent: habo\n", "    accent: habo\n    identityProvider: {logo: {address: https://habo.example/logo.svg, width: 0, height: 1}}\n", "must be a whole number from 1 to 4096" },
        { "    accent: habo\n", "    accent: habo\n    identityProvider: {displayName: {en: Habo}}\n", "must have a text in 'sv'" },
        { "    accent: habo\n", "    accent: habo\n    identityProvider: {displayName: {sv: '811218-9876'}}\n", "looks like a person's identity number" },
        { "    accent: habo\n", "    accent: habo\n    identityProvider: {ownCertificat: true}\n", "did you mean 'ownCertificate'?" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Are_answered_with_the_place_and_what_to_write(string valid, string broken, string answer)
    {
        using var rig = new RegionRig("Host=nowhere.invalid").WithFilm();
        await SaysAsync(rig.With(valid, broken), answer);
    }

    [Fact]
    public async Task An_entityID_a_sector_and_a_resource_belong_to_one()
    {
        const string Another = "serviceProviders:\n  twin: {preset: pressreader, entityId: https://film.example/sp, vendor: ljus, sector: FILM.example}\n";
        using var rig = new RegionRig("Host=nowhere.invalid").WithFilm().With("vendors:\n", "vendors:\n  ljus: {name: Ljus}\n").With("serviceProviders:\n", Another)
            .With("accessMethod: plainLink", "accessMethod: saml\n    serviceProvider: twin");
        await SaysAsync(rig, "the entityID 'https://film.example/sp' is already that of service provider 'twin'");
        await SaysAsync(rig, "the sector 'FILM.example' belongs to vendor 'ljus'; give service provider 'film' one of its own");
        await SaysAsync(rig, "service provider 'twin' is of vendor 'ljus', but its resource is of 'presshuset'");
    }

    [Fact]
    public async Task A_sector_is_shared_with_no_other_vendors_client_either()
    {
        using var rig = new RegionRig("Host=nowhere.invalid").WithFilm().With("vendors:\n", "vendors:\n  ljus: {name: Ljus}\n")
            .With("    vendor: presshuset\n    sector: film.example", "    vendor: ljus\n    sector: kiosk.example.se");
        await SaysAsync(rig, "the sector 'kiosk.example.se' belongs to vendor 'presshuset'; give service provider 'film' one of its own");
    }

    [Theory]
    [InlineData("<x", "is no XML that can be read (line 1)")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "is no XML that can be read")]
    [InlineData("<a/>", "holds no entity 'https://film.example/sp'")]
    [InlineData("<EntityDescriptor entityID=\"https://film.example/sp\"/>", "holds no entity 'https://film.example/sp'")]
    [InlineData("another's", "holds no entity 'https://film.example/sp'")]
    public async Task A_file_that_is_no_metadata_of_this_vendor_is_refused(string text, string answer)
    {
        using var rig = new RegionRig("Host=nowhere.invalid").WithFilm().With(Source, "{file: film.xml}");
        await File.WriteAllTextAsync(Path.Combine(rig.Folder, "film.xml"), text == "another's" ? ImportingServiceProviders.Metadata("https://other.example/sp") : text, RegionRig.Ct);
        await SaysAsync(rig, answer);
    }

    [Fact]
    public async Task A_file_in_another_encoding_or_too_large_is_refused()
    {
        using var rig = new RegionRig("Host=nowhere.invalid").WithFilm().With(Source, "{file: film.xml}");
        var path = Path.Combine(rig.Folder, "film.xml");
        await File.WriteAllBytesAsync(path, [0x3C, 0xE5, 0x2F, 0x3E], RegionRig.Ct);
        await SaysAsync(rig, "is not in UTF-8");
        await using (var large = File.OpenWrite(path))
            large.SetLength((20 * 1024 * 1024) + 1);
        await SaysAsync(rig, "is larger than 20 MB");
    }

    [Fact]
    public async Task Links_are_followed_within_the_folder_and_not_out_of_it()
    {
        using var rig = new RegionRig("Host=nowhere.invalid").WithFilm().With(Source, "{file: film.xml}");
        using var elsewhere = new RegionRig("Host=nowhere.invalid");
        var text = ImportingServiceProviders.Metadata("https://film.example/sp");
        await File.WriteAllTextAsync(Path.Combine(elsewhere.Folder, "film.xml"), text, RegionRig.Ct);
        File.CreateSymbolicLink(Path.Combine(rig.Folder, "film.xml"), Path.Combine(elsewhere.Folder, "film.xml"));
        await SaysAsync(rig, "is a link that leads out of the region's folder");

        Directory.CreateSymbolicLink(Path.Combine(rig.Folder, "inside"), elsewhere.Folder);
        await SaysAsync(rig.With("{file: film.xml}", "{file: inside/film.xml}"), "is a link that leads out of the region's folder");

        await File.WriteAllTextAsync(Path.Combine(rig.Folder, "real.xml"), ImportingServiceProviders.Metadata("https://other.example/sp"), RegionRig.Ct);
        File.CreateSymbolicLink(Path.Combine(rig.Folder, "within.xml"), "real.xml");
        await SaysAsync(rig.With("{file: inside/film.xml}", "{file: within.xml}"), "holds no entity");
    }

    [Fact]
    public async Task A_certificate_with_a_private_or_a_weak_key_is_refused_and_not_shown()
    {
        using var key = RSA.Create(1024);
        using var certificate = new CertificateRequest("CN=film", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
        await CertificateAsync(certificate.ExportCertificatePem(), "has an RSA key of 1024 bits");
        var secret = key.ExportPkcs8PrivateKeyPem();
        Assert.DoesNotContain(secret.Split('\n')[1], await CertificateAsync(certificate.ExportCertificatePem() + "\n" + secret, "holds a private key"), StringComparison.Ordinal);
    }

    private static async Task<string> CertificateAsync(string pem, string answer)
    {
        using var rig = new RegionRig("Host=nowhere.invalid").WithFilm();
        return await SaysAsync(rig.With("longestValidityDays: 20", $"certificate: \"{pem.ReplaceLineEndings("\\n")}\""), answer);
    }

    private static async Task<string> SaysAsync(RegionRig rig, string answer)
    {
        var said = await rig.ImportAsync();
        Assert.Equal(1, said.Code);
        Assert.Contains(said.Lines, line => line.Contains(answer, StringComparison.Ordinal));
        Assert.All(said.Changes, line => Assert.Matches(@"^(region\.yaml:\d+|/\S+:0): ", line));
        return string.Join('\n', said.Lines);
    }
}
