using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalAccess.Web.Pages.Staff.SignOut;

/// <summary>Ends the session on the server and leaves nothing of its pages in the browser.</summary>
[Authorize(StaffPolicies.Staff)]
internal sealed class IndexModel(StaffSessions sessions, AuditTrail audit) : PageModel
{
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await audit.WriteAsync(AuditAction.SignedOut, StaffIdentity.Of(User).Id, library: null, detail: null, ct);
        await sessions.EndAsync(HttpContext, ct);
        Response.Headers["Clear-Site-Data"] = "\"cache\"";
        return SeeOther.To(StaffPolicies.LoginPath);
    }
}
