namespace DigitalAccess.Web.Entitlement;

internal static class EntitlementExtensions
{
    public static IServiceCollection AddEntitlement(this IServiceCollection services) =>
        services.AddSingleton<RefusalPage>().AddScoped<EntitlementFacts>();
}
