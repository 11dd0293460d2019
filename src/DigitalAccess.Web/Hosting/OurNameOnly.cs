using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Hosting;

/// <summary>
/// Answers only requests that name us, or links in answers could be made to lead elsewhere. Probes ask by address, so
/// health is left out; ASP.NET's own host filter cannot leave anything out.
/// </summary>
internal sealed class OurNameOnly(RequestDelegate next, IOptions<BrokerOptions> broker)
{
    private readonly string _host = new Uri(broker.Value.Origin).IdnHost;

    public Task InvokeAsync(HttpContext http)
    {
        if (string.Equals(http.Request.Host.Host, _host, StringComparison.OrdinalIgnoreCase) || http.Request.Path.StartsWithSegments("/health"))
            return next(http);
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }
}
