namespace DigitalAccess.Web.Saml;

/// <summary>The query as it came over the wire: signatures are over its written text, which nothing that decodes it gives back.</summary>
internal static class RawQuery
{
    public static string Of(HttpContext http) => http.Request.QueryString.Value is { Length: > 1 } query ? query[1..] : "";
}
