using System.Diagnostics;
using System.Globalization;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Oidc;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Npgsql;

namespace DigitalAccess.Web.Pages.Error;

/// <summary>Every fault's page: what is wrong, what to do next, and a reference for whoever looks into it.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
internal sealed class IndexModel : PageModel
{
    public int Status { get; private set; }
    public VendorFault? Fault { get; private set; }
    public string Reference { get; private set; } = "";

    public void OnGet() => Show();
    public void OnPost() => Show();

    /// <summary>The status is not bound as a parameter: binding reads the form, and an unreadable form may be what the fault is.</summary>
    private void Show()
    {
        var status = int.TryParse(RouteData.Values["status"] as string, CultureInfo.InvariantCulture, out var number) ? number : 0;
        Fault = VendorFault.Of(HttpContext) ?? OidcFault.Of(HttpContext);
        Status = status is >= 400 and < 600 ? status : StatusCodes.Status500InternalServerError;
        var fault = HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error;
        if (IsOutage(fault))
            Status = StatusCodes.Status503ServiceUnavailable;
        else if (fault is BadHttpRequestException bad)
            Status = bad.StatusCode;
        Reference = Activity.Current?.TraceId.ToHexString()[..12] ?? HttpContext.TraceIdentifier;
        Response.StatusCode = Status;
    }

    /// <summary>A database that does not answer, or says that it goes down or comes up (57P), passes by itself: nothing here is broken.</summary>
    private static bool IsOutage(Exception? fault) => fault is not null && (
        fault is NpgsqlException { IsTransient: true }
        || (fault is PostgresException postgres && postgres.SqlState.StartsWith("57P", StringComparison.Ordinal))
        || IsOutage(fault.InnerException));
}
