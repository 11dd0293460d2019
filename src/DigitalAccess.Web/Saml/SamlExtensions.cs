using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Saml.Certificates;
using DigitalAccess.Web.Saml.Logout;
using DigitalAccess.Web.Saml.SignOn;
using DigitalAccess.Web.Saml.VendorSheets;

namespace DigitalAccess.Web.Saml;

internal static class SamlExtensions
{
    public static IServiceCollection AddSaml(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SamlOptions>().BindConfiguration(SamlOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SamlKeys>().AddSingleton<CertificateSightings>().AddSingleton<ClockAndOrigin>()
            .AddSingleton<WaitingRequests>().AddSingleton<SessionNames>().AddSingleton<ResponsePage>().AddSingleton<LogoutMessages>();
        services.AddScoped<CertificateMaker>().AddScoped<CertificateOverview>().AddScoped<CertificateAlarms>().AddScoped<MetadataEndpoint>().AddScoped<SamlRetention>().AddScoped<SheetMaker>();
        services.AddScoped<SingleSignOnEndpoint>().AddScoped<SignOnFlow>().AddScoped<LoginOnTheWay>().AddScoped<PatronNames>().AddScoped<GrantedSignOn>().AddScoped<SignOnRefusals>().AddScoped<UnaskedSignOn>();
        services.AddScoped<SingleLogoutEndpoint>().AddScoped<VendorsWish>().AddScoped<WishSteps>().AddScoped<VendorsAnswer>().AddScoped<SessionsAtVendors>();
        services.AddScoped<IWhenASessionEnds, TellServiceProviders>();
        if (ProcessRoles.Of(configuration) is ProcessRole.Web or ProcessRole.All)
            services.AddHostedService<CertificateWatch>();
        return services;
    }

    public static void MapSaml(this IEndpointRouteBuilder routes)
    {
        var provider = routes.MapGroup("/saml/{library}").AllowAnonymous().DisableAntiforgery();
        provider.MapGet("", (HttpContext http, string library, MetadataEndpoint endpoint, CancellationToken ct) => endpoint.AnswerAsync(http, library, vendor: null, ct));
        provider.MapGet("/metadata/{vendor?}", (HttpContext http, string library, string? vendor, MetadataEndpoint endpoint, CancellationToken ct) => endpoint.AnswerAsync(http, library, vendor, ct));
        provider.MapGet("/sso", (HttpContext http, string library, SingleSignOnEndpoint endpoint, CancellationToken ct) => endpoint.HandleAsync(http, library, ct));
        provider.MapPost("/sso", (HttpContext http, string library, SingleSignOnEndpoint endpoint, CancellationToken ct) => endpoint.HandleAsync(http, library, ct));
        provider.MapGet("/continue", (HttpContext http, string library, SingleSignOnEndpoint endpoint, CancellationToken ct) => endpoint.ContinueAsync(http, library, ct));
        provider.MapGet("/refused", (HttpContext http, string library, SingleSignOnEndpoint endpoint, CancellationToken ct) => endpoint.RefusedAsync(http, library, ct));
        provider.MapGet("/slo", (HttpContext http, string library, SingleLogoutEndpoint endpoint, CancellationToken ct) => endpoint.HandleAsync(http, library, ct));
        provider.MapPost("/slo", (HttpContext http, string library, SingleLogoutEndpoint endpoint, CancellationToken ct) => endpoint.HandleAsync(http, library, ct));
        provider.MapGet("/slo/continue", async (HttpContext http, string library, VendorsWish wish, SignOnRefusals refusals, CancellationToken ct) =>
            await wish.ContinueAsync(http, library, ct) ?? refusals.Fault(http, RequestFaults.NotWaiting, sender: null, library));
        provider.MapGet("/slo/done", async (HttpContext http, string library, VendorsWish wish, SignOnRefusals refusals, CancellationToken ct) =>
            await wish.DoneAsync(http, library, ct) ?? refusals.Fault(http, RequestFaults.NotWaiting, sender: null, library));
        routes.MapGet(VendorsAnswer.NextPath, (HttpContext http, VendorsAnswer answer, CancellationToken ct) => answer.NextAsync(http, ct)).AllowAnonymous();
    }
}
