namespace DigitalAccess.Web.Pages.Login;

/// <summary>The library that this browser chose last; never on a shared computer.</summary>
internal static class RememberedLibrary
{
    private const string Cookie = "da_library";

    public static string? Of(HttpContext http) => http.Request.Cookies[Cookie];

    public static void Remember(HttpContext http, string slug) => http.Response.Cookies.Append(Cookie, slug, new CookieOptions
    {
        HttpOnly = true, Secure = http.Request.IsHttps, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(365), IsEssential = true,
    });
}
