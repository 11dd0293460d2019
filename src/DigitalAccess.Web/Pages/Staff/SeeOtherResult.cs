using DigitalAccess.Web.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace DigitalAccess.Web.Pages.Staff;

/// <summary>A page's way to <see cref="SeeOther"/>; Razor Pages' own redirects are 302.</summary>
internal sealed class SeeOtherResult(string location) : ActionResult
{
    public override Task ExecuteResultAsync(ActionContext context) => SeeOther.To(location).ExecuteAsync(context.HttpContext);
}
