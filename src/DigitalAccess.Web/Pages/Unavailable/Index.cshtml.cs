using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Launching;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;

namespace DigitalAccess.Web.Pages.Unavailable;

/// <summary>A vendor did not answer: that it is not the patron's fault, when to try again, and by what name the operator finds it.</summary>
[AllowAnonymous]
internal sealed class IndexModel(RegionSnapshots region, PatronSessions sessions, UnavailablePage unavailable) : PageModel
{
    public Resource Resource { get; private set; } = null!;
    public Library? Library { get; private set; }
    public FailedLaunch Launch { get; private set; } = null!;

    /// <summary>The same launch once more.</summary>
    public string Again => Launch.Title is { } title ? QueryHelpers.AddQueryString($"/launch/{Resource.Slug}", "title", title) : $"/launch/{Resource.Slug}";

    public async Task<IActionResult> OnGetAsync([FromQuery] string? l, CancellationToken ct)
    {
        var session = await sessions.FindAsync(HttpContext, ct);
        var now = await region.GetAsync(ct);
        if (unavailable.Read(l) is not { } launch || now.Resource(launch.Resource) is not { } resource)
            return NotFound();
        (Launch, Resource, Library) = (launch, resource, session is null ? null : now.Library(session.LibraryId));
        return Page();
    }
}
