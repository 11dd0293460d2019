namespace DigitalAccess.Web.Usage;

internal static class UsageExtensions
{
    public static IServiceCollection AddUsage(this IServiceCollection services)
    {
        services.AddSingleton<VisitorKeys>();
        services.AddScoped<UsageRecorder>().AddScoped<UsageRollUp>().AddScoped<UsageRetention>().AddScoped<UsageReport>();
        return services;
    }
}
