namespace DigitalAccess.Web.Saml.Metadata;

internal static class MetadataExtensions
{
    public static IServiceCollection AddMetadata(this IServiceCollection services) =>
        services.AddSingleton<MetadataFetch>().AddScoped<MetadataCheck>().AddScoped<MetadataRefresh>();
}
