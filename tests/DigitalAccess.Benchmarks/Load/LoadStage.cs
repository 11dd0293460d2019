using System.Diagnostics;
using DigitalAccess.LocalPostgres;
using DigitalAccess.Simulators.Sip2;

namespace DigitalAccess.Benchmarks.Load;

/// <summary>
/// One durable PostgreSQL, a library system with a thousand patrons, the broker as a process of its own as it ships, and the
/// bare engine as another. The library system answers from this process, so that its time is not counted.
/// </summary>
internal sealed class LoadStage : IAsyncDisposable
{
    public const string Client = "bench";
    public const string Service = "bench-service";
    public const string Secret = "a-secret-for-measuring-with-32-characters";
    public const string Redirect = "http://127.0.0.1:1/cb";
    public const string ServiceProvider = "https://bench.example/sp";
    public const string ConsumerService = "http://127.0.0.1:1/acs";
    public const int Patrons = 1000;

    private readonly List<Process> _programs = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("da-load-").FullName;

    public PostgresCluster Postgres { get; private set; } = null!;
    public SimulatedIls Ils { get; private set; } = null!;
    public Target Broker { get; private set; } = null!;
    public Target Bare { get; private set; } = null!;

    public static async Task<LoadStage> StartAsync(string algorithm, TextWriter output)
    {
        var stage = new LoadStage();
        try
        {
            await output.WriteLineAsync("starting PostgreSQL, a library system, the broker and the bare engine …");
            stage.Postgres = await PostgresCluster.StartAsync(new PostgresClusterOptions { Ephemeral = true, Durability = Durability.Durable });
            stage.Ils = SimulatedIls.Start(new SimulatedIlsOptions { RandomPatrons = Patrons, LockAfter = 1_000_000 });
            stage.Broker = await stage.StartBrokerAsync(algorithm);
            stage.Bare = await stage.StartBareAsync();
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in _programs)
        {
            program.Kill();
            program.Dispose();
        }

        if (Ils is not null)
            await Ils.DisposeAsync();
        if (Postgres is not null)
            await Postgres.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<Target> StartBrokerAsync(string algorithm)
    {
        await Postgres.CreateDatabaseAsync("broker");
        await File.WriteAllTextAsync(Path.Combine(_folder, "region.yaml"), Region(algorithm));
        await File.WriteAllTextAsync(Path.Combine(_folder, "bench-saml.xml"), Metadata);
        var port = FreePort();
        (string, string)[] settings =
        [
            ("ConnectionStrings__DigitalAccess", Postgres.ConnectionString("broker") + ";Maximum Pool Size=50"),
            ("DigitalAccess__Origin", $"http://localhost:{port}"), ("DigitalAccess__Role", "web"), ("ASPNETCORE_URLS", $"http://127.0.0.1:{port}"),
            ("DigitalAccess__Pacing__Floor", "00:00:00"), ("DigitalAccess__Pacing__Step", "00:00:00"), ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("Logging__LogLevel__Default", "Warning"), ("Secrets__ILS", Ils.Options.LoginPassword), ("Secrets__BENCH", Secret),
        ];
        foreach (var command in new[] { new[] { "migrate" }, ["import", _folder] })
        {
            using var program = Program("digitalaccess.dll", command, settings);
            await program.WaitForExitAsync();
            if (program.ExitCode != 0)
                throw new InvalidOperationException($"digitalaccess {command[0]} failed; its words are above.");
        }

        return await StartAsync("broker", port, Program("digitalaccess.dll", [], settings), "/health/ready");
    }

    private async Task<Target> StartBareAsync()
    {
        await Postgres.CreateDatabaseAsync("bare");
        var port = FreePort();
        return await StartAsync("bare", port, Program("DigitalAccess.Benchmarks.dll", ["bare", $"{port}", Postgres.ConnectionString("bare")], []), "/.well-known/openid-configuration");
    }

    private async Task<Target> StartAsync(string name, int port, Process program, string ready)
    {
        _programs.Add(program);
        var origin = new Uri($"http://localhost:{port}/");
        using var http = new HttpClient { BaseAddress = origin };
        for (var patience = Stopwatch.StartNew(); ; await Task.Delay(200))
        {
            if (program.HasExited || patience.Elapsed > TimeSpan.FromMinutes(1))
                throw new InvalidOperationException($"{name} did not start; its words are above.");
            try
            {
                if ((await http.GetAsync(ready)).IsSuccessStatusCode)
                    return new Target(name, origin, program.Id, Postgres.ConnectionString(name));
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
        }
    }

    private static Process Program(string file, string[] arguments, (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, file), .. arguments]) { WorkingDirectory = AppContext.BaseDirectory, RedirectStandardOutput = true };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var program = Process.Start(start)!;
        program.OutputDataReceived += static (_, line) => Console.Error.WriteLine(line.Data);
        program.BeginOutputReadLine();
        return program;
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Metadata =>
        $"""
        <md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{ServiceProvider}">
          <md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
            <md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="{ConsumerService}" index="0"/>
          </md:SPSSODescriptor>
        </md:EntityDescriptor>
        """;

    private string Region(string algorithm) =>
        $$"""
        libraries:
          habo:
            name: Habo bibliotek
            municipality: Habo
            timeZone: Europe/Stockholm
            accent: habo
            contact: {phone: 031-390 06 01}
            ils: {kind: sip2, host: 127.0.0.1, port: {{Ils.Port}}, institutionId: {{Ils.Options.Institution}}, loginUser: {{Ils.Options.LoginUser}}, secret: ILS, fieldProfile: sipserver, encoding: utf-8}
        vendors:
          bench: {name: Bench}
        relyingParties:
          {{Client}}:
            name: Bench
            vendor: bench
            sector: bench.example
            redirectUris: ['{{Redirect}}']
            releases: [library]
            grants: [authorizationCode, refreshToken]
            idTokenAlgorithm: {{algorithm}}
            secret: BENCH
          {{Service}}:
            name: Bench service
            vendor: bench
            sector: service.example
            grants: [clientCredentials]
            scopes: [usage.read]
            secret: BENCH
        serviceProviders:
          bench-saml:
            entityId: '{{ServiceProvider}}'
            name: Bench
            vendor: bench
            sector: bench.example
            metadata: {file: bench-saml.xml}
            nameId: persistent
            signs: [assertion]
        resources:
          bench:
            vendor: bench
            name: {sv: Bänk}
            description: {sv: Mätning.}
            category: news
            accessMethod: oidc
            launchUrl: http://127.0.0.1:1/login
            client: {{Client}}
          bench-saml:
            vendor: bench
            name: {sv: Bänk}
            description: {sv: Mätning.}
            category: news
            accessMethod: saml
            launchUrl: http://127.0.0.1:1/login
            serviceProvider: bench-saml
        licences:
          bench: {resource: bench, holder: region, covers: all, validFrom: 2020-01-01}
          bench-saml: {resource: bench-saml, holder: region, covers: all, validFrom: 2020-01-01}
        staff: {}
        """;
}

/// <summary>A program under load, and the database it writes to.</summary>
internal sealed record Target(string Name, Uri Origin, int ProcessId, string ConnectionString);
