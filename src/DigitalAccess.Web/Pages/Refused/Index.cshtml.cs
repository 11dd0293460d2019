using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalAccess.Web.Pages.Refused;

/// <summary>Why the resource did not open, in plain words, with a code that staff can look up.</summary>
[AllowAnonymous]
internal sealed class IndexModel(RegionSnapshots region, RefusalPage refusals, PatronSessions sessions) : PageModel
{
    public Refusal Refusal { get; private set; } = null!;
    public Resource Resource { get; private set; } = null!;
    public Library? Library { get; private set; }

    public async Task<IActionResult> OnGetAsync([FromQuery] string? r, CancellationToken ct)
    {
        var now = await region.GetAsync(ct);
        if (refusals.Read(r) is not { } refusal || now.Resource(refusal.ResourceId) is not { } resource)
            return NotFound();
        (Refusal, Resource) = (refusal, resource);
        if (await sessions.FindAsync(HttpContext, ct) is { } session)
            Library = now.Library(session.LibraryId);
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Page();
    }

    public string ReceiptForReading => $"{Refusal.Receipt[..3]}-{Refusal.Receipt[3..]}";
}
