using DigitalAccess.Web.Hosting;
using Microsoft.AspNetCore;

namespace DigitalAccess.Web.Oidc;

/// <summary>A vendor's request that could not be answered to the vendor, for the error page.</summary>
internal static class OidcFault
{
    public static VendorFault? Of(HttpContext http) =>
        http.GetOpenIddictServerResponse() is { Error: { } error } response ? new VendorFault(error, response.ErrorDescription) : null;
}
