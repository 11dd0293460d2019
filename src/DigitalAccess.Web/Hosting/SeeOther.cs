using Microsoft.AspNetCore.Mvc;

namespace DigitalAccess.Web.Hosting;

/// <summary>
/// 303: the browser goes on with GET and leaves the form, PIN included, behind. 302 and 307 promise less
/// (RFC 9700, section 4.12).
/// </summary>
internal sealed class SeeOther : IResult, IActionResult
{
    private readonly string _location;

    private SeeOther(string location) => _location = location;

    public static SeeOther To(string location) => new(location);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = _location;
        return Task.CompletedTask;
    }

    public Task ExecuteResultAsync(ActionContext context) => ExecuteAsync(context.HttpContext);
}
