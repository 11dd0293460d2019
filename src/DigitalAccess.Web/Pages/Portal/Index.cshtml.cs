using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Pages.Portal;

/// <summary>The patron's library page: everything that opens today.</summary>
[AllowAnonymous]
internal sealed class IndexModel(DigitalAccessDb db, PatronSessions sessions, PortalShelves shelves) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Search { get; set; }

    public Library Library { get; private set; } = null!;
    public IReadOnlyList<Shelf> Shelves { get; private set; } = [];
    public bool SharedComputer { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await sessions.FindAsync(HttpContext, ct) is not { } session)
            return SeeOther.To("/login");
        SharedComputer = session.SharedComputer;
        Library = await db.Libraries.AsNoTracking().SingleAsync(l => l.Id == session.LibraryId, ct);
        Shelves = await shelves.ForAsync(session, Library, Search, ct);
        return Page();
    }
}
