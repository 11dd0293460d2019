using DigitalAccess.Web.Data;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Keys;
using DigitalAccess.Web.Launching;
using DigitalAccess.Web.Logout;
using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Outbound;
using DigitalAccess.Web.Pages;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Regions;
using DigitalAccess.Web.Releases;
using DigitalAccess.Web.Saml;
using DigitalAccess.Web.Saml.Metadata;
using DigitalAccess.Web.Staff;
using DigitalAccess.Web.Usage;
using DigitalAccess.Web.Worker;

namespace DigitalAccess.Web;

/// <summary>The table of contents: which slices the application is made of, and in which order a request meets them.</summary>
internal static class DigitalAccessApp
{
    public static WebApplicationBuilder AddDigitalAccess(this WebApplicationBuilder builder)
    {
        builder.AddHosting();
        builder.AddTelemetry();
        builder.Services.AddData(builder.Configuration);
        builder.Services.AddKeys(builder.Configuration);
        builder.Services.AddOutbound();
        builder.Services.AddPatronLogin();
        builder.Services.AddLogout();
        builder.Services.AddEntitlement();
        builder.Services.AddReleases();
        builder.Services.AddUsage();
        builder.Services.AddOidc(builder.Configuration);
        builder.Services.AddMetadata();
        builder.Services.AddSaml(builder.Configuration);
        builder.Services.AddLaunching();
        builder.Services.AddStaff();
        builder.Services.AddRegions();
        builder.Services.AddWorker(builder.Configuration);
        builder.Services.AddPages();
        return builder;
    }

    public static WebApplication MapDigitalAccess(this WebApplication app)
    {
        app.UseHosting();
        app.UseHealth();
        if (app.HasRole(ProcessRole.Web))
        {
            app.UsePages();
            app.UseOidcLimits();
            app.UseAuthentication();
            app.UseAuthorization();
            app.UseAntiforgery();
            app.MapOidc();
            app.MapSaml();
            app.MapLaunching();
            app.MapStaff();
            app.MapWorkerDashboard();
            app.MapPages();
        }
        else
        {
            // A worker answers probes and nothing else. Where nobody places authentication, ASP.NET puts it before everything,
            // and with it the OpenID engine, whose keys a worker does not read.
            app.Run(static http =>
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            });
            app.UseAuthentication();
        }

        return app;
    }
}
