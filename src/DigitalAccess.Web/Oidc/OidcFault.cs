using Microsoft.AspNetCore;

namespace DigitalAccess.Web.Oidc;

/// <summary>A vendor's request that could not be answered to the vendor, for the error page.</summary>
internal sealed record OidcFault(string Error, string? Description)
{
    public static OidcFault? Of(HttpContext http) =>
        http.GetOpenIddictServerResponse() is { Error: { } error } response ? new OidcFault(error, response.ErrorDescription) : null;
}
