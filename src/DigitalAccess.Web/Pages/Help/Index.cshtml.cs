using DigitalAccess.Web.Entitlement;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalAccess.Web.Pages.Help;

/// <summary>
/// The lasting page of one refusal reason: linked from the refusal page, error documents and vendors' manuals. Without a reason
/// it is where a vendor sends people for whom something went wrong there (SAML Metadata 2.4.1, errorURL).
/// </summary>
[AllowAnonymous]
internal sealed class IndexModel : PageModel
{
    public RefusalReason? Reason { get; private set; }

    public IActionResult OnGet(string? reason)
    {
        if (reason is null)
            return Page();
        if (!RefusalReasons.TryParse(reason, out var known))
            return NotFound();
        Reason = known;
        return Page();
    }
}
