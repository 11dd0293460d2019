namespace DigitalAccess.Simulators.Vendors;

/// <summary>Vendors that open by a plain link.</summary>
public sealed class PlainSites : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PlainSites(WebApplication app) => _app = app;

    public static async Task<PlainSites> StartAsync(int port, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.MapGet("/site/{slug}", (string slug) => VendorPages.Html(slug, $"<h1>{System.Net.WebUtility.HtmlEncode(slug)}</h1>"));
        await app.StartAsync(cancellationToken);
        return new PlainSites(app);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
