using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Pages.Portal;

/// <summary>The patron's library page: everything that opens today.</summary>
[AllowAnonymous]
internal sealed class IndexModel(
    RegionSnapshots region, PatronSessions sessions, PortalShelves shelves, IOptions<PatronSessionOptions> options, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Search { get; set; }

    public Library Library { get; private set; } = null!;
    public IReadOnlyList<Shelf> Shelves { get; private set; } = [];

    /// <summary>
    /// After how long without activity the page of a shared computer leaves; null on a patron's own. The server may have heard
    /// of the patron a little earlier than the page believes, so that the page has to leave a little before the session ends.
    /// </summary>
    public TimeSpan? SharedIdle { get; private set; }

    /// <summary>How often the page must tell the server that somebody is there.</summary>
    public TimeSpan SessionSlack => options.Value.SlackFor(sharedComputer: true);

    /// <summary>How long the session can last however active the patron is.</summary>
    public TimeSpan SessionLeft { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await sessions.FindAsync(HttpContext, ct) is not { } session)
            return SeeOther.To("/login");
        SharedIdle = session.SharedComputer ? options.Value.SharedIdle - SessionSlack : null;
        SessionLeft = session.ExpiresAt - clock.GetUtcNow();
        Library = (await region.GetAsync(ct)).Library(session.LibraryId)!;
        Shelves = await shelves.ForAsync(session, Library, Search, ct);
        return Page();
    }
}
