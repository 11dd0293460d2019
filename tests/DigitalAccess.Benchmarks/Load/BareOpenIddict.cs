using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace DigitalAccess.Benchmarks.Load;

/// <summary>
/// What the broker is measured beside: the same engine as its documentation sets it up, on Entity Framework's stores and
/// nothing else: no entitlement, no usage, no library system.
/// </summary>
internal static class BareOpenIddict
{
    public static async Task RunAsync(int port, string connection)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", $"http://127.0.0.1:{port}");
        builder.Services.AddDbContext<BareDb>(options => options.UseNpgsql(connection).UseOpenIddict());
        builder.Services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<BareDb>())
            .AddServer(server =>
            {
                server.SetIssuer($"http://localhost:{port}/").SetAuthorizationEndpointUris("/connect/authorize").SetTokenEndpointUris("/connect/token")
                    .SetUserInfoEndpointUris("/connect/userinfo");
                server.AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().AllowClientCredentialsFlow().RequireProofKeyForCodeExchange();
                server.RegisterScopes("usage.read");
                server.AddEphemeralSigningKey().AddEphemeralEncryptionKey().DisableAccessTokenEncryption();
                server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableTokenEndpointPassthrough().DisableTransportSecurityRequirement();
            });
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        var app = builder.Build();
        await PrepareAsync(app);
        app.UseAuthentication();
        Map(app);
        await app.RunAsync();
    }

    private static async Task PrepareAsync(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<BareDb>().Database.EnsureCreatedAsync();
        var clients = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        await clients.CreateAsync(new OpenIddictApplicationDescriptor
        {
            ClientId = LoadStage.Client, ClientSecret = LoadStage.Secret, RedirectUris = { new Uri(LoadStage.Redirect) },
            Permissions =
            {
                Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken,
                Permissions.ResponseTypes.Code,
            },
        });
        await clients.CreateAsync(new OpenIddictApplicationDescriptor
        {
            ClientId = LoadStage.Service, ClientSecret = LoadStage.Secret,
            Permissions = { Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials, Permissions.Prefixes.Scope + "usage.read" },
        });
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/connect/authorize", async (HttpContext http) =>
        {
            var known = await http.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
            return known.Principal?.FindFirstValue(Claims.Subject) is { } subject
                ? Results.SignIn(Patron(subject, http.GetOpenIddictServerRequest()!.GetScopes()), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)
                : Results.Redirect("/login?return=" + Uri.EscapeDataString(http.Request.PathBase + http.Request.Path + http.Request.QueryString));
        });
        app.MapGet("/login", (string @return) => Results.Content(
            $"<form method=\"post\" action=\"/login?return={Uri.EscapeDataString(@return)}\"><input name=\"card\"><input name=\"pin\" type=\"password\"></form>", "text/html"));
        app.MapPost("/login", async (HttpContext http, string @return) =>
        {
            var form = await http.Request.ReadFormAsync();
            var identity = new ClaimsIdentity([new Claim(Claims.Subject, form["card"].ToString())], CookieAuthenticationDefaults.AuthenticationScheme);
            await http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(identity));
            return Results.Redirect(@return);
        });
        app.MapPost("/connect/token", async (HttpContext http) =>
        {
            var request = http.GetOpenIddictServerRequest()!;
            if (request.IsClientCredentialsGrantType())
            {
                return Results.SignIn(Patron(request.ClientId!, request.GetScopes()), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
            }

            var known = await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
            return Results.SignIn(known.Principal!, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        });
    }

    private static ClaimsPrincipal Patron(string subject, System.Collections.Immutable.ImmutableArray<string> scopes)
    {
        var identity = new ClaimsIdentity("bare", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, subject);
        identity.SetScopes(scopes);
        identity.SetDestinations(static _ => [Destinations.AccessToken, Destinations.IdentityToken]);
        return new ClaimsPrincipal(identity);
    }

    private sealed class BareDb(DbContextOptions<BareDb> options) : DbContext(options);
}
