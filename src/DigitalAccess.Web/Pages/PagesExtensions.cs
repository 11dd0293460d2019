namespace DigitalAccess.Web.Pages;

internal static class PagesExtensions
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorPages();
        return services;
    }

    public static void UsePages(this WebApplication app) { }
    public static void MapPages(this WebApplication app) => app.MapRazorPages();
}
