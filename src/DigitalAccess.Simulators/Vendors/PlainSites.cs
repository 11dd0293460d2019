using static DigitalAccess.Simulators.Vendors.VendorPages;

namespace DigitalAccess.Simulators.Vendors;

/// <summary>
/// The vendors that a plain link opens: one landing page each, which asks for nothing and learns nothing. Where there is a secret, the
/// same vendors also begin sessions by an API.
/// </summary>
public sealed class PlainSites : IAsyncDisposable
{
    private static readonly Dictionary<string, Site> Sites = new Site[]
    {
        new("sprakvagen", "Språkvägen", "Kurser i svenska och fyrtio andra språk", ["Svenska från början", "Ukrainska på resan", "Uttal med inspelning"]),
        new("bokflode", "Bokflöde", "E-böcker och ljudböcker direkt i telefonen", ["Nytt den här veckan", "Lyssna vidare", "Lättläst"]),
        new("lexikonet", "Lexikonet", "Uppslagsverket som experter har granskat", ["Dagens uppslagsord", "Kartor och bilder", "Källor för skolan"]),
        new("slaktrotter", "Släktrötter", "Kyrkböcker, bouppteckningar och folkräkningar", ["Sök i kyrkböckerna", "Läs gammal handstil", "Rita ditt släktträd"]),
        new("tidningsarkivet", "Tidningsarkivet", "Svenska dagstidningar från 1600-talet till i dag", ["På dagen för 100 år sedan", "Sök sida för sida", "Tidningar från länet"]),
        new("musikhyllan", "Musikhyllan", "Klassisk musik, jazz och folkmusik", ["Veckans konsert", "Noter att skriva ut", "Visor från Småland"]),
        new("vetenskapslasaren", "Vetenskapsläsaren", "Forskning och populärvetenskap i fulltext", ["Ny forskning om sömn", "Natur och klimat", "Så läser du en artikel"]),
        new("korkortslabbet", "Körkortslabbet", "Körkortsteori på fyra språk", ["Gör ett övningsprov", "Vägmärken", "Riskettan"]),
        new("barnens-bibliotek", "Barnens bibliotek", "Sagor, bilderböcker och spel till och med tolv år", ["Sagor som läses upp", "Pyssla och spela", "Böcker på många språk"]),
        new("lagrummet", "Lagrummet", "Lagar, förarbeten och rättsfall", ["Hyra och bostad", "Arbete och uppsägning", "Nya lagar i år"]),
        new("kartskapet", "Kartskåpet", "Historiska kartor över länet", ["Skifteskartor", "Flygfoton 1947–1961", "Lägg kartor på varandra"]),
        new("talboken", "Talboken", "Talböcker för dig som har svårt att läsa tryckt text", ["Börja lyssna", "Talböcker för barn", "Tidningar som talar"]),
    }.ToDictionary(s => s.Slug);

    private readonly WebApplication _app;

    private PlainSites(WebApplication app, Uri address)
    {
        _app = app;
        Address = address;
    }

    public Uri Address { get; }

    /// <param name="port">TCP port on 127.0.0.1; 0 takes a free one.</param>
    /// <param name="sessionSecret">The bearer token that the sites' API for sessions asks for; null for no such API.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<PlainSites> StartAsync(int port = 0, string? sessionSecret = null, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var taken = port == 0 ? FreePort.Take() : port;
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{taken}");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        app.MapGet("/site/{slug}", (string slug) => Sites.TryGetValue(slug, out var site) ? Results.Content(Page(site), "text/html; charset=utf-8") : Results.NotFound());
        var address = new Uri($"http://127.0.0.1:{taken}/");
        if (sessionSecret is not null)
        {
            var desk = new SessionDesk(sessionSecret, address);
            app.MapPost("/api/{slug}/sessions", (string slug, HttpRequest request) => desk.BeginAsync(slug, request));
            app.MapGet("/site/{slug}/start/{start}", (string slug, string start) => Sites.TryGetValue(slug, out var site) && desk.Take(start) is { } library
                ? Results.Content(Page(site, library), "text/html; charset=utf-8")
                : Results.NotFound());
        }

        app.MapEmbeddedFiles();
        await app.StartAsync(cancellationToken);
        return new PlainSites(app, address);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static string Page(Site site, string? library = null) =>
        $"""
        <!DOCTYPE html>
        <html lang="sv" class="{site.Slug}">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>{Encode(site.Name)} – du kom in genom ditt bibliotek</title>
          <link rel="icon" href="/files/covers/{site.Slug}.svg" type="image/svg+xml">
          <link rel="stylesheet" href="/files/sites/sites.css">
        </head>
        <body>
        <a class="skip" href="#main">Hoppa till innehållet</a>
        <header class="top"><div class="wrap"><a class="brand" href="/site/{site.Slug}">{Encode(site.Name)}</a></div></header>
        <p class="strip" id="through-library"><span class="wrap">Du kom in genom {Encode(library is null ? "ditt bibliotek" : LibraryNames.Of(library))}. <span lang="en">You came in through your library.</span></span></p>
        <main id="main" tabindex="-1">
          <div class="wrap hero"><div><h1>{Encode(site.Name)}</h1><p class="lead">{Encode(site.Tagline)}</p></div><img src="/files/covers/{site.Slug}.svg" alt="" width="480" height="320"></div>
          <ul class="wrap rooms">{string.Concat(site.Rooms.Select(room => $"<li><h2>{Encode(room)}</h2><p>Öppet för dig som har lånekort.</p></li>"))}</ul>
        </main>
        <footer class="foot"><div class="wrap">En påhittad leverantör för demo och prov. {(library is null ? "Den fick inte veta något om dig." : "Den fick veta ditt bibliotek och en pseudonym.")}</div></footer>
        </body>
        </html>
        """;

    private sealed record Site(string Slug, string Name, string Tagline, string[] Rooms);
}
