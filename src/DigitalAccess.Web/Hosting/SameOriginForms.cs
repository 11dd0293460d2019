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
        if (HttpMethods.IsPost(http.Request.Method) && !http.Request.Path.StartsWithSegments("/connect") && IsForeign(http.Request.Headers))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }

        return next(http);
    }

    /// <summary>Browsers say where a form comes from in one header or the other; what says nothing is not a browser's form.</summary>
    private bool IsForeign(IHeaderDictionary headers) =>
        headers["Sec-Fetch-Site"] is [{ } site] && site is not ("same-origin" or "none")
        || headers.Origin is [{ } origin] && !string.Equals(origin, _origin, StringComparison.OrdinalIgnoreCase);
}
