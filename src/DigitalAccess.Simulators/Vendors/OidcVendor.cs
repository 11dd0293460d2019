using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace DigitalAccess.Simulators.Vendors;

/// <summary>
/// A newspaper kiosk or a film service whose patrons come from libraries: an OpenID Connect relying party on Microsoft's
/// own handler, so that the broker is tried by a client that is not ours.
/// </summary>
public sealed class OidcVendor : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OidcVendor(WebApplication app, Uri address)
    {
        _app = app;
        Address = address;
    }

    /// <summary>Front page.</summary>
    public Uri Address { get; }

    public static async Task<OidcVendor> StartAsync(OidcVendorOptions options, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var port = options.Port == 0 ? FreePort.Take() : options.Port;
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddRoutingCore();
        AddSignIn(builder.Services, options);
        var app = builder.Build();
        app.UseAuthentication();
        MapPages(app, options);
        await app.StartAsync(cancellationToken);
        return new OidcVendor(app, new Uri($"http://127.0.0.1:{port}/"));
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static void AddSignIn(IServiceCollection services, OidcVendorOptions options)
    {
        services.AddSingleton<VendorSessions>().AddSingleton<BackChannelLogout>();
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<VendorSessions>((cookie, sessions) => cookie.SessionStore = sessions);
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(cookie => cookie.Cookie.Name = $"vendor_{options.ClientId}")
            .AddOpenIdConnect(oidc =>
            {
                oidc.Authority = options.Authority;
                oidc.ClientId = options.ClientId;
                oidc.ClientSecret = options.ClientSecret;
                oidc.ResponseType = "code";
                oidc.ResponseMode = "query";
                oidc.UsePkce = true;
                oidc.SaveTokens = true;
                oidc.MapInboundClaims = false;
                oidc.GetClaimsFromUserInfoEndpoint = true;
                oidc.RequireHttpsMetadata = new Uri(options.Authority).Scheme == Uri.UriSchemeHttps;
                oidc.SignedOutRedirectUri = "/";
                if (options.TrustedCertificateAuthority is { } authority)
                    oidc.BackchannelHttpHandler = TrustedAuthority.Handler(authority);

                // The answer comes back by GET, so the sign-in's own cookies may be strict enough for plain http.
                oidc.CorrelationCookie.SameSite = oidc.NonceCookie.SameSite = SameSiteMode.Lax;
                oidc.CorrelationCookie.SecurePolicy = oidc.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                if (options.ClientKey is { } key)
                    oidc.ProveBy(key);
                oidc.Events.OnRedirectToIdentityProvider = context =>
                {
                    context.ProtocolMessage.LoginHint = context.Properties.GetParameter<string>("login_hint");
                    return Task.CompletedTask;
                };
                oidc.Events.OnRemoteFailure = context =>
                {
                    context.HandleResponse();
                    var said = context.Failure?.Data["error_description"] as string ?? context.Failure?.Data["error"] as string;
                    context.Response.Redirect($"/?refused={Uri.EscapeDataString(said ?? "unknown")}");
                    return Task.CompletedTask;
                };
            });
    }

    private static void MapPages(WebApplication app, OidcVendorOptions options)
    {
        app.MapGet("/", (HttpContext http, string? refused) => VendorPages.Front(options.Face, http.User, refused));
        app.MapGet("/open/{number:int}", (HttpContext http, int number) =>
            http.User.Identity?.IsAuthenticated == true ? VendorPages.Opened(options.Face, http.User, number) : Results.Redirect("/login"));
        app.MapEmbeddedFiles();

        // Third-party initiated login (OpenID Connect Core 1.0, section 4): only our own provider may start it.
        app.MapGet("/login", (string? iss, string? login_hint) =>
        {
            if (iss is not null && iss.TrimEnd('/') != options.Authority.TrimEnd('/'))
                return Results.BadRequest("unknown issuer");
            var properties = new AuthenticationProperties { RedirectUri = "/" };
            properties.SetParameter("login_hint", login_hint);
            return Results.Challenge(properties, [OpenIdConnectDefaults.AuthenticationScheme]);
        });
        app.MapPost(BackChannelLogout.Path, (HttpContext http, BackChannelLogout logout) => logout.HandleAsync(http));
        app.MapPost("/logout", () => Results.SignOut(
            new AuthenticationProperties { RedirectUri = "/" },
            [CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme]));
    }
}
