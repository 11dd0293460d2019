using System.Globalization;
using OpenIddict.Abstractions;

namespace DigitalAccess.Web.Oidc.Requests;

/// <summary>The language that a vendor asks for its patron's pages in: the first of <c>ui_locales</c> that we speak, else none.</summary>
internal static class UiLanguage
{
    public static IEnumerable<string> Offered(RequestLocalizationOptions languages) => (languages.SupportedUICultures ?? []).Select(c => c.TwoLetterISOLanguageName);

    public static string? Of(OpenIddictRequest request, RequestLocalizationOptions languages) =>
        request.UiLocales?.Split(' ').Select(tag => tag.Split('-')[0].ToLowerInvariant()).FirstOrDefault(Offered(languages).Contains);
}

/// <summary>Where an answer to a request is a page of ours, it speaks that language too.</summary>
internal static class InLanguage
{
    /// <summary>For what the calling method goes on to do: the culture flows back to no caller of it.</summary>
    public static void Speak(string? language)
    {
        if (language is not null)
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(language);
    }
}
