using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace DigitalAccess.Web.Pages;

/// <summary>A link with <c>lang=en</c> shows the page in English and remembers it; no script, no further page.</summary>
internal sealed class LanguageChoice(RequestDelegate next)
{
    public const string Query = "lang";
    public const string Cookie = "da_language";

    public Task InvokeAsync(HttpContext http)
    {
        if (http.Request.Query.ContainsKey(Query))
        {
            var value = CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(CultureInfo.CurrentUICulture));
            http.Response.Cookies.Append(Cookie, value, new CookieOptions
            {
                HttpOnly = true, Secure = http.Request.IsHttps, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(365), IsEssential = true,
            });
        }

        return next(http);
    }
}
