namespace DigitalAccess.Web.Releases;

internal static class ReleasesExtensions
{
    public static IServiceCollection AddReleases(this IServiceCollection services) => services.AddSingleton<ReleaseAlarm>().AddScoped<PatronClaims>();
}
