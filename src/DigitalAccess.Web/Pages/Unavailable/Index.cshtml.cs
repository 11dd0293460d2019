using System.Globalization;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;

namespace DigitalAccess.Web.Pages.Unavailable;

/// <summary>The vendor does not answer: whose fault it is, when to try again, and by what name the operator finds it.</summary>
[AllowAnonymous]
internal sealed class IndexModel(RegionSnapshots region, PatronSessions sessions) : PageModel
{
    private static readonly int LongestWait = (int)TimeSpan.FromDays(1).TotalSeconds;

    public Resource Resource { get; private set; } = null!;
    public Library? Library { get; private set; }
    public string Reference { get; private set; } = "";
    public TimeSpan? TryAgainIn { get; private set; }

    /// <summary>The same launch once more.</summary>
    public string Again { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(
        string resource, [FromQuery(Name = "ref")] string? reference, [FromQuery] int? wait, [FromQuery] string? title, CancellationToken ct)
    {
        var session = await sessions.FindAsync(HttpContext, ct);
        var now = await region.GetAsync(ct);
        if (now.Resource(resource) is not { Active: true } found || !ReadableCode.IsOne(reference))
            return NotFound();
        (Resource, Reference) = (found, reference!);
        Library = session is null ? null : now.Library(session.LibraryId);
        TryAgainIn = wait is > 0 ? TimeSpan.FromSeconds(Math.Min(wait.Value, LongestWait)) : null;
        Again = title is null ? $"/launch/{found.Slug}" : QueryHelpers.AddQueryString($"/launch/{found.Slug}", "title", title);
        Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        if (TryAgainIn is { } after)
            Response.Headers.RetryAfter = after.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        return Page();
    }
}
