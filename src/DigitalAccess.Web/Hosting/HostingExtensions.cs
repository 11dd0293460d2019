using System.Net;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Hosting;

internal static class HostingExtensions
{
    public static void AddHosting(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<BrokerOptions>().BindConfiguration(BrokerOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<BrokerOptions>, BrokerOptionsValidator>();
        services.AddSingleton(TimeProvider.System);
        services.AddHttpContextAccessor().AddSingleton<PostPage>();
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: ["ready"]);
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<BrokerOptions>>(TrustNamedProxiesOnly);
        services.AddOptions<HostOptions>().Configure(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 256 * 1024;
        });
        services.AddHostedService<DevelopmentCertificateGuard>();
    }

    public static void UseHosting(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseMiddleware<SecurityHeaders>();
        if (!app.Environment.IsDevelopment())
            app.UseHsts();

        app.UseMiddleware<OurNameOnly>();
    }

    /// <summary>Probes are answered before anything that could be broken is asked.</summary>
    public static void UseHealth(this WebApplication app)
    {
        app.UseHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.UseHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
    }

    /// <summary>Whoever is not named here cannot make us believe an address or a scheme.</summary>
    private static void TrustNamedProxiesOnly(ForwardedHeadersOptions forwarded, IOptions<BrokerOptions> broker)
    {
        var proxy = broker.Value.Proxy;
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        if (proxy.KnownProxies.Count == 0 && proxy.KnownNetworks.Count == 0)
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.None;
            return;
        }

        // However many of them stand in a row: the first address that is none of theirs is the patron's.
        forwarded.ForwardLimit = null;
        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        foreach (var address in proxy.KnownProxies)
            forwarded.KnownProxies.Add(IPAddress.Parse(address));
        foreach (var network in proxy.KnownNetworks)
            forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
    }
}
