using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.PatronLogin;

namespace DigitalAccess.Web.Oidc.Logout;

internal static class LogoutExtensions
{
    public static IServiceCollection AddLogout(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<LogoutTokens>().AddSingleton<LogoutCalls>().AddSingleton<LogoutOutbox>().AddSingleton<LogoutAttempts>().AddSingleton<LogoutDispatch>();
        services.AddScoped<IWhenASessionEnds, TellVendors>().AddScoped<LogoutReport>();
        if (ProcessRoles.Of(configuration) is ProcessRole.Worker or ProcessRole.All)
            services.AddHostedService(provider => provider.GetRequiredService<LogoutDispatch>());
        return services;
    }
}
