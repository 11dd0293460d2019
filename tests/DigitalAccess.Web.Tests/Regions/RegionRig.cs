using DigitalAccess.Web.Data;
using DigitalAccess.Web.Regions;
using DigitalAccess.Web.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalAccess.Web.Tests.Regions;

/// <summary>A small region that is in order, in a folder of its own, and a database to import it to.</summary>
internal sealed class RegionRig(string connectionString) : IDisposable
{
    public const string IlsSecret = "ils-password";
    public const string ClientSecret = "0123456789abcdef0123456789abcdef";

    private const string Valid =
        """
        libraries:
          habo:
            name: Habo bibliotek
            municipality: Habo
            timeZone: Europe/Stockholm
            accent: habo
            loginForm:
              cardPattern: '\d{14}'
            accessRules:
              residenceByHomeLibrary: {HABO: habo, MULLSJO: mullsjo}
            premises: [10.5.0.0/16]
            ils:
              kind: sip2
              host: 127.0.0.1
              port: ${ILS_PORT:-6001}
              loginUser: broker
              secret: ILS_HABO
          mullsjo:
            name: Mullsjö bibliotek
            municipality: Mullsjö
            timeZone: Europe/Stockholm
            accent: mullsjo
        vendors:
          presshuset:
            name: Presshuset
        relyingParties:
          kiosk:
            name: Kiosken
            vendor: presshuset
            sector: kiosk.example.se
            redirectUris: ['https://kiosk.example.se/callback']
            secret: KIOSK
        resources:
          kiosken:
            vendor: presshuset
            name: {sv: Kiosken}
            description: {sv: Tidningar.}
            category: news
            accessMethod: oidc
            launchUrl: https://kiosk.example.se/login
            client: kiosk
          kartor:
            vendor: presshuset
            name: {sv: Kartor}
            description: {sv: Kartor.}
            category: maps
            accessMethod: plainLink
            launchUrl: https://kartor.example.se/
        licences:
          region-kiosken:
            resource: kiosken
            holder: region
            covers: all
            validFrom: 2026-01-01
            validTo: 2026-12-31
          habo-kartor:
            resource: kartor
            holder: habo
            covers: [habo, mullsjo]
            validFrom: 2026-01-01
        staff:
          habo@example.se:
            displayName: Hanna
            role: library
            library: habo
          drift@example.se:
            displayName: Driss
            role: operator
        serviceProviders: {}
        """;

    /// <summary>A service provider with all that can be said of one, and the resource that it opens.</summary>
    public const string Film =
        """
        serviceProviders:
          film:
            entityId: https://film.example/sp
            name: Film
            vendor: presshuset
            sector: film.example
            metadata: {address: https://film.example/sp/metadata, longestValidityDays: 20}
            releases: [library, ageBand]
            nameId: persistent
            signs: [assertion]
            encryption: always
            signatureAlgorithm: ecdsa-sha256
            requiresSignedRequests: true
            allowsIdpInitiated: true
            relayStates: ['start', 'https://film.example/news']
            newCertificateFrom: 2027-01-15
        """;

    private const string FilmResource =
        """
          filmen:
            vendor: presshuset
            name: {sv: Filmen}
            description: {sv: Film.}
            category: film
            accessMethod: saml
            launchUrl: https://film.example/login?idp={identityProvider}
            titleUrl: https://film.example/watch/{title}?idp={identityProvider}
            serviceProvider: film

        """;

    /// <summary>What makes <c>kartor</c> open by the vendor's API.</summary>
    public const string SessionApi =
        "accessMethod: vendorSession\n    sessionApi: {address: https://kartor.example.se/api, secret: KARTOR, sector: kartor.example.se, releases: [library, {claim: tier, value: gold}]}";

    public string ConnectionString => connectionString;

    public string Folder { get; } = Directory.CreateTempSubdirectory("da-region-").FullName;

    public string Yaml { get; set; } = Valid;

    public Dictionary<string, string?> Settings { get; } = new() { ["Secrets:ILS_HABO"] = IlsSecret, ["Secrets:KIOSK"] = ClientSecret, ["Secrets:KARTOR"] = "bearer-of-the-region-1234" };

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Changes one place of the files; the place must be there, or the test would prove nothing.</summary>
    public RegionRig With(string old, string now)
    {
        Assert.Contains(old, Yaml, StringComparison.Ordinal);
        Yaml = Yaml.Replace(old, now, StringComparison.Ordinal);
        return this;
    }

    /// <summary>The region with a service provider and its resource.</summary>
    public RegionRig WithFilm() => With("serviceProviders: {}", Film).With("licences:\n", FilmResource + "licences:\n");

    public RegionRig Without(string part) => With(part, "");

    public Task<ImportAnswer> ImportAsync() => RunAsync(dryRun: false);

    public Task<ImportAnswer> DryRunAsync() => RunAsync(dryRun: true);

    public async Task<T> AskAsync<T>(Func<DigitalAccessDb, Task<T>> question)
    {
        await using var app = Build();
        await using var scope = app.Services.CreateAsyncScope();
        return await question(scope.ServiceProvider.GetRequiredService<DigitalAccessDb>());
    }

    public WebApplication Build() => Host.Build(connectionString, Settings);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private async Task<ImportAnswer> RunAsync(bool dryRun)
    {
        await File.WriteAllTextAsync(Path.Combine(Folder, "region.yaml"), Yaml, Ct);
        return await ImportFolderAsync(dryRun);
    }

    /// <summary>Imports what is in the folder now, which may be done several times at once.</summary>
    public async Task<ImportAnswer> ImportFolderAsync(bool dryRun = false)
    {
        await using var app = Build();
        await using var scope = app.Services.CreateAsyncScope();
        await using var output = new StringWriter { NewLine = "\n" };
        var code = await Import.RunAsync(scope.ServiceProvider, Folder, dryRun, output, Ct);
        return new ImportAnswer(code, [.. output.ToString().Replace(Folder + "/", "", StringComparison.Ordinal).TrimEnd().Split('\n')]);
    }
}

/// <summary>What the command said, folder names cut off, and its exit code.</summary>
internal sealed record ImportAnswer(int Code, IReadOnlyList<string> Lines)
{
    public IReadOnlyList<string> Changes => [.. Lines.SkipLast(1)];
}
