namespace DigitalAccess.Web.Logout;

internal static class LogoutExtensions
{
    public static IServiceCollection AddLogout(this IServiceCollection services) => services.AddSingleton<LogoutOutbox>().AddScoped<LogoutReport>();
}
