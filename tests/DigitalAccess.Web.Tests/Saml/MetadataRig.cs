using System.Globalization;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Tests.Support;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Saml;
using DigitalAccess.Web.Saml.Metadata;
using DigitalAccess.Web.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceProvider = DigitalAccess.Web.Saml.ServiceProvider;

namespace DigitalAccess.Web.Tests.Saml;

/// <summary>A node, a server that publishes metadata, and one service provider whose metadata is wanted from there.</summary>
internal sealed class MetadataRig : IAsyncDisposable
{
    private const string Path = "/metadata";

    private MetadataRig(ForeignServer server, BrokerApp app) => (Server, App) = (server, app);

    public ForeignServer Server { get; }
    public BrokerApp App { get; }
    public ServiceProvider Provider { get; private set; } = null!;
    public int Visits => Server.Visits(Path);
    public List<string> AskedWith { get; } = [];

    /// <summary>What the region has agreed with a federation: signed, and valid for two weeks at most.</summary>
    public WantedMetadata Wanted => WantedMetadata.Of(Provider);

    public static async Task<MetadataRig> StartAsync(TestCluster cluster)
    {
        var server = await ForeignServer.StartAsync();
        var rig = new MetadataRig(server, await StartNodeAsync(server, await cluster.CreateDatabaseAsync("metadata")));
        rig.Provider = await rig.ProviderAsync("films", MetadataDraft.EntityId);
        return rig;
    }

    public async Task<ServiceProvider> ProviderAsync(string slug, string entityId, Action<ServiceProvider>? with = null)
    {
        var vendor = new Vendor { Slug = slug, Name = slug };
        var provider = new ServiceProvider
        {
            Slug = slug, EntityId = entityId, VendorId = vendor.Id, Name = $"Förlaget {slug}", Sector = "sp.example.org",
            Metadata = new MetadataSource
            {
                Kind = MetadataKind.Address, Address = new Uri(Server.Address, Path).AbsoluteUri, Certificate = DraftCertificates.Federation.ExportCertificatePem(), RequiresValidUntil = true, LongestValidityDays = 14,
            },
        };
        with?.Invoke(provider);
        await App.WithDbAsync(async db =>
        {
            db.Add(vendor);
            db.Add(provider);
            if (provider.Metadata.Text is { } text)
                db.Add(new GivenMetadata { ServiceProviderId = provider.Id, Text = text });
            await db.SaveChangesAsync();
        });
        return provider;
    }

    public Task RefreshAsync() => App.WithAsync<MetadataRefresh, bool>(async refresh =>
    {
        await refresh.RunAsync(CancellationToken.None);
        return true;
    });

    /// <summary>Another node on the same database and by the same clock.</summary>
    public Task<BrokerApp> SecondNodeAsync() => StartNodeAsync(Server, App.ConnectionString, App.Clock);

    public string In(TimeSpan time) => (App.Clock.GetUtcNow() + time).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Good metadata, unless the test breaks it.</summary>
    public MetadataDraft Draft(Action<MetadataDraft>? with = null) =>
        new MetadataDraft().With(d => d.Entity.With("validUntil", In(TimeSpan.FromDays(7)))).With(with ?? (_ => { }));

    public void Publish(byte[] document, string? etag = null) => Answer(async http =>
    {
        http.Response.ContentType = "application/samlmetadata+xml";
        http.Response.Headers.ETag = etag;
        if (etag is not null && http.Request.Headers.IfNoneMatch == etag)
            http.Response.StatusCode = StatusCodes.Status304NotModified;
        else
            await http.Response.Body.WriteAsync(document);
    });

    public void PublishGood(Action<MetadataDraft>? with = null, string? etag = null) => Publish(Draft(with).Signed(DraftCertificates.Federation), etag);

    public void Answer(RequestDelegate answer) => Server.On(Path, async http =>
    {
        lock (AskedWith)
            AskedWith.Add(http.Request.Headers.IfNoneMatch.ToString());
        await answer(http);
    });

    /// <returns>What is kept then; null where another worker was at it.</returns>
    public async Task<StoredMetadata?> CheckAsync(WantedMetadata? wanted = null, bool atOnce = false, BrokerApp? on = null) =>
        await (on ?? App).WithAsync<MetadataCheck, StoredMetadata?>(check => check.RunAsync(wanted ?? Wanted, atOnce, CancellationToken.None)) is null ? null : await StoredAsync();

    public async Task<StoredMetadata> CheckAfterAsync(TimeSpan wait, WantedMetadata? wanted = null)
    {
        App.Clock.Advance(wait);
        return Assert.IsType<StoredMetadata>(await CheckAsync(wanted));
    }

    private Task<StoredMetadata> StoredAsync() => StoredAsync(Provider)!;

    public Task<StoredMetadata?> StoredAsync(ServiceProvider provider) => App.WithDbAsync(db => db.StoredMetadata.AsNoTracking().SingleOrDefaultAsync(m => m.ServiceProviderId == provider.Id));

    /// <summary>What sign-ins on that node go by at this moment.</summary>
    public async Task<ServiceProviderMetadata?> InUseAsync(BrokerApp? on = null) =>
        (await (on ?? App).Services.GetRequiredService<RegionSnapshots>().GetAsync(CancellationToken.None)).Metadata(Provider.Id, App.Clock.GetUtcNow());

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Server.DisposeAsync();
    }

    private static Task<BrokerApp> StartNodeAsync(ForeignServer server, string database, MovableClock? clock = null) =>
        BrokerApp.StartAsync(database, new() { ["DigitalAccess:Outbound:Allow:0"] = server.Place }, clock: clock);
}
