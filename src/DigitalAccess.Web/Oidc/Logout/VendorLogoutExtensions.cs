using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.PatronLogin;

namespace DigitalAccess.Web.Oidc.Logout;

internal static class VendorLogoutExtensions
{
    public static IServiceCollection AddVendorLogout(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<LogoutTokens>().AddSingleton<LogoutCalls>().AddSingleton<LogoutAttempts>().AddSingleton<LogoutDispatch>().AddSingleton<VendorNotices>();
        services.AddScoped<IWhenASessionEnds, TellVendors>();
        if (ProcessRoles.Of(configuration) is ProcessRole.Worker or ProcessRole.All)
            services.AddHostedService(provider => provider.GetRequiredService<LogoutDispatch>());
        return services;
    }
}
