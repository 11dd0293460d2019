using System.Diagnostics;
using DigitalAccess.LocalPostgres;
using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Simulators.Vendors;
using DigitalAccess.Web;

namespace DigitalAccess.Demo;

/// <summary>Everything at once in one process: PostgreSQL, 13 library systems, vendors, the broker and its worker.</summary>
internal sealed class DemoHost : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _parts = [];

    public required DemoAddresses Addresses { get; init; }
    public required DemoSecrets Secrets { get; init; }
    public IReadOnlyDictionary<string, SimulatedIls> Ilss { get; private set; } = null!;
    public PostgresCluster Postgres { get; private set; } = null!;
    public string ConnectionString { get; private set; } = "";

    /// <summary>The broker's own services.</summary>
    public IServiceProvider Services { get; private set; } = null!;

    public static async Task<DemoHost> StartAsync(DemoOptions options, TextWriter output, CancellationToken ct = default)
    {
        var host = new DemoHost { Addresses = DemoAddresses.Of(options), Secrets = DemoSecrets.LoadOrCreate(options.Folder) };
        try
        {
            await host.StartPartsAsync(options, output, ct);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    private async Task StartPartsAsync(DemoOptions options, TextWriter output, CancellationToken ct)
    {
        Addresses.ThrowIfTaken();
        if (options.Https)
            await MakeCertificatesAsync(ct);
        await output.WriteLineAsync("starting PostgreSQL …");
        Postgres = Keep(await PostgresCluster.StartAsync(new PostgresClusterOptions
        {
            Folder = options.Folder is null ? null : Path.Combine(options.Folder, "postgres"),
            Ephemeral = options.Folder is null,
            Durability = options.Folder is null ? Durability.FastAndForgetful : Durability.Durable,
            Say = output.WriteLine,
        }, ct));
        const string database = "digitalaccess";
        if (!await Postgres.DatabaseExistsAsync(database, ct))
            await Postgres.CreateDatabaseAsync(database, null, ct);
        ConnectionString = Postgres.ConnectionString(database);

        await output.WriteLineAsync("starting 13 library systems, four vendors and the broker …");
        Ilss = DemoLibraries.Start(Secrets);
        _parts.AddRange(Ilss.Values);
        var broker = Keep(DemoBroker.Build(options, Addresses, Secrets, ConnectionString, Ilss));
        Services = broker.Services;
        await DemoBroker.PrepareAsync(broker, options, Secrets, output, ct);
        await broker.MapDigitalAccess().StartAsync(ct);
        Keep(await OidcVendor.StartAsync(Vendor("Nyhetskiosken", "nyhetskiosken", "kiosk", Addresses.Kiosk, options.Https), ct));
        Keep(await OidcVendor.StartAsync(Vendor("Filmrummet", "filmrummet", "film", Addresses.Film, options.Https), ct));
        Keep(await SamlVendor.StartAsync(new SamlVendorOptions
        {
            Name = "PressReader", Slug = "pressreader", EntityId = "https://www.pressreader.com/", IdentityProviders = new Uri(Addresses.Broker, "saml/"), Port = Addresses.Press.Port,
            TrustedCertificateAuthority = options.Https ? Path.Combine(Checkout.Certificates, "ca.pem") : null,
        }, ct));
        await DemoBroker.FetchMetadataAsync(broker, output, ct);
        Keep(await PlainSites.StartAsync(Addresses.Sites.Port, Secrets.ClientSecret, ct));
        Keep(await DemoDesk.StartAsync(this, ct));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in _parts.AsEnumerable().Reverse())
            await part.DisposeAsync();
    }

    private OidcVendorOptions Vendor(string name, string client, string look, Uri address, bool https) => new()
    {
        Name = name, ClientId = client, ClientSecret = Secrets.ClientSecret, Look = look, Authority = Addresses.Broker.AbsoluteUri, Port = address.Port,
        TrustedCertificateAuthority = https ? Path.Combine(Checkout.Certificates, "ca.pem") : null,
    };

    private T Keep<T>(T part) where T : IAsyncDisposable
    {
        _parts.Add(part);
        return part;
    }

    private static async Task MakeCertificatesAsync(CancellationToken ct)
    {
        using var generator = Process.Start(new ProcessStartInfo(Path.Combine(Checkout.Certificates, "make-certs")) { RedirectStandardOutput = true })!;
        await generator.WaitForExitAsync(ct);
        if (generator.ExitCode != 0)
            throw new InvalidOperationException("certs-dev/make-certs failed; its messages are above.");
    }
}
