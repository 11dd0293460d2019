using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace DigitalAccess.Simulators.Vendors;

/// <summary>
/// A newspaper service whose patrons come from libraries: a SAML service provider of strings, .NET's own XML signatures and the
/// identity providers' metadata, so that the broker is tried by nothing of its own.
/// </summary>
public sealed class SamlVendor : IAsyncDisposable
{
    /// <summary>Where answers are taken; the path that PressReader takes them at.</summary>
    internal const string AnswerPath = "/externalauth/processsamlauthorization/";
    internal const string LogoutPath = "/saml/logout";
    private const string MetadataPath = "/saml/metadata";

    private readonly WebApplication _app;

    private SamlVendor(WebApplication app, Uri address)
    {
        _app = app;
        Address = address;
    }

    /// <summary>Front page.</summary>
    public Uri Address { get; }

    public static async Task<SamlVendor> StartAsync(SamlVendorOptions options, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var port = options.Port == 0 ? FreePort.Take() : options.Port;
        var address = new Uri($"http://127.0.0.1:{port}/");
        builder.WebHost.UseKestrelCore().UseUrls(address.GetLeftPart(UriPartial.Authority));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<VendorSessions>().AddSingleton(new SamlPeer(options, address)).AddSingleton<SamlDesk>();
        builder.Services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<VendorSessions>((cookie, sessions) => cookie.SessionStore = sessions);
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie => cookie.Cookie.Name = $"vendor_{options.Slug}");
        var app = builder.Build();
        app.UseAuthentication();
        MapPages(app, options);
        await app.StartAsync(cancellationToken);
        return new SamlVendor(app, address);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static void MapPages(WebApplication app, SamlVendorOptions options)
    {
        app.MapGet("/", (HttpContext http, string? refused) => VendorPages.Front(options.Face, http.User, refused));
        app.MapGet("/open/{number:int}", (HttpContext http, int number) =>
            http.User.Identity?.IsAuthenticated == true ? VendorPages.Opened(options.Face, http.User, number) : Results.Redirect($"/login?to={Uri.EscapeDataString($"/open/{number}")}"));
        app.MapEmbeddedFiles();

        // A link from the library's own portal, to the front page or to a title, says which library it is; whoever is signed in already just goes on.
        app.MapGet("/{page}", (HttpContext http, SamlDesk desk, string? identityProvider) =>
            http.User.Identity?.IsAuthenticated == true || identityProvider is null ? Results.Redirect("/") : desk.Begin(identityProvider, "/"));
        app.MapGet("/login", (SamlDesk desk, string? identityProvider, string? to) =>
            identityProvider is null ? VendorPages.Choose(options.Face, to ?? "/", options.IdentityProviders) : desk.Begin(identityProvider, to ?? "/"));
        app.MapPost(AnswerPath, (HttpContext http, SamlDesk desk) => desk.TakeAnswerAsync(http));
        app.MapGet(MetadataPath, (SamlPeer peer) => Results.Text(peer.Metadata, "application/samlmetadata+xml"));
        app.MapGet(LogoutPath, (HttpContext http, SamlDesk desk) => desk.TakeLogoutAsync(http));
        app.MapPost("/logout", async (HttpContext http, SamlDesk desk) =>
        {
            var next = desk.EndEverywhere(http.User);
            await http.SignOutAsync();
            return next;
        });
    }
}
