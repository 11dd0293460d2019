using DigitalAccess.Web.Regions.Applying;
using DigitalAccess.Web.Regions.Entries;

namespace DigitalAccess.Web.Regions;

internal static class RegionsExtensions
{
    public static IServiceCollection AddRegions(this IServiceCollection services) => services
        .AddScoped<RegionReader>().AddScoped<RegionImporter>()
        .AddScoped<LibraryImport>().AddScoped<VendorImport>().AddScoped<SignInImport>().AddScoped<RelyingPartyImport>().AddScoped<ServiceProviderImport>()
        .AddScoped<CatalogueImport>().AddScoped<ResourceImport>().AddScoped<LicenceImport>().AddScoped<StaffImport>();
}
