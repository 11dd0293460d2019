using System.Globalization;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.PatronLogin;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Pages;

internal static class PagesExtensions
{
    /// <summary>A further language is a further resx file and a further entry here.</summary>
    private static readonly CultureInfo[] Languages = [new("sv"), new("en")];

    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddRequestLocalization(_ => { });
        services.AddOptions<RequestLocalizationOptions>().Configure(localization =>
        {
            localization.DefaultRequestCulture = new RequestCulture(Languages[0]);
            localization.SupportedCultures = localization.SupportedUICultures = Languages;
            localization.RequestCultureProviders =
            [
                new QueryStringRequestCultureProvider { QueryStringKey = LanguageChoice.Query, UIQueryStringKey = LanguageChoice.Query },
                new QueryStringRequestCultureProvider { QueryStringKey = SignInFirst.Language, UIQueryStringKey = SignInFirst.Language },
                new CookieRequestCultureProvider { CookieName = LanguageChoice.Cookie },
                new AcceptLanguageHeaderRequestCultureProvider(),
            ];
        });
        services.AddRazorPages();
        services.AddSingleton<SiteFiles>();
        services.AddScoped<PortalShelves>().AddScoped<Login.LoginConditions>();

        // Over plain http, which only localhost may use, browsers would not keep a __Host- cookie that says Secure.
        services.AddOptions<AntiforgeryOptions>().Configure<IOptions<BrokerOptions>>((antiforgery, broker) =>
        {
            antiforgery.Cookie.Name = broker.Value.IsSecureOrigin ? "__Host-da_form" : "da_form";
            antiforgery.Cookie.SecurePolicy = broker.Value.IsSecureOrigin ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
            antiforgery.FormFieldName = "form_token";
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        return services;
    }

    public static void UsePages(this WebApplication app)
    {

        // What is wrong with a request is its sender's fault: no error of ours, and no line for each in the log.
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error/500",
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
        });
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        app.UseMiddleware<SameOriginForms>();
        app.UseRequestLocalization();
        app.UseMiddleware<LanguageChoice>();
        app.UseRouting();
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorPages().WithStaticAssets();
    }
}
