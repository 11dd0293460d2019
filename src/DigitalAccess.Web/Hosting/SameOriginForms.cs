using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Hosting;

/// <summary>
/// A form that another site's page sends is refused before anything reads it, whatever token it carries. Vendors' own requests
/// come to the protocol endpoints, which expect them.
/// </summary>
internal sealed class SameOriginForms(RequestDelegate next, IOptions<BrokerOptions> broker)
{
    private readonly string _origin = new Uri(broker.Value.Origin).GetLeftPart(UriPartial.Authority);

    public Task InvokeAsync(HttpContext http)
    {
        // The error page is the same request once more.
        var isErrorPage = http.Features.Get<IStatusCodeReExecuteFeature>() is not null;
        if (HttpMethods.IsPost(http.Request.Method) && !isErrorPage && !IsForVendors(http.Request.Path) && IsForeign(http.Request.Headers))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }

        return next(http);
    }

    private static bool IsForVendors(PathString path) => path.StartsWithSegments("/connect") || path.StartsWithSegments("/saml");

    /// <summary>
    /// Browsers say where a form comes from in one header or the other. Our own pages' forms say "null" for their origin,
    /// because our pages tell nobody where they are from; then the form's token decides.
    /// </summary>
    private bool IsForeign(IHeaderDictionary headers) =>
        headers["Sec-Fetch-Site"] is [{ } site] && site is not ("same-origin" or "none")
        || headers.Origin is [{ } origin] && origin != "null" && !string.Equals(origin, _origin, StringComparison.OrdinalIgnoreCase);
}
