namespace DigitalAccess.Web.Regions;

internal static class RegionsExtensions
{
    public static IServiceCollection AddRegions(this IServiceCollection services) => services;
}
