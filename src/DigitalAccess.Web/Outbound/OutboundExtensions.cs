using System.Net;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Outbound;

internal static class OutboundExtensions
{
    public static IServiceCollection AddOutbound(this IServiceCollection services)
    {
        services.AddOptions<OutboundOptions>().BindConfiguration(OutboundOptions.Section).ValidateOnStart()
            .Configure<IHostEnvironment>((options, environment) => options.PlainHttp = environment.IsDevelopment());
        services.AddSingleton<IValidateOptions<OutboundOptions>, OutboundOptionsValidator>();
        services.AddSingleton<LookUp>(Dns.GetHostAddressesAsync).AddSingleton<OutboundConnections>().AddTransient<OutboundHandler>();

        // The handler ends connections by itself; the factory's own log would hold whole addresses.
        services.AddHttpClient(OutboundHandler.Client, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers().SetHandlerLifetime(Timeout.InfiniteTimeSpan).ConfigurePrimaryHttpMessageHandler<OutboundHandler>();
        return services;
    }
}
