using OpenIddict.Abstractions;

namespace DigitalAccess.Web.Oidc.Requests;

/// <summary>The language that a vendor asks for its patron's pages in: the first of <c>ui_locales</c> that we speak, else none.</summary>
internal static class UiLanguage
{
    public static IEnumerable<string> Offered(RequestLocalizationOptions languages) => (languages.SupportedUICultures ?? []).Select(c => c.TwoLetterISOLanguageName);

    public static string? Of(OpenIddictRequest request, RequestLocalizationOptions languages) =>
        request.UiLocales?.Split(' ').Select(tag => tag.Split('-')[0].ToLowerInvariant()).FirstOrDefault(Offered(languages).Contains);
}
