using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Launching;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Saml.SignOn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalAccess.Web.Pages.Open;

/// <summary>
/// Opens a resource whose vendor takes patrons unasked. The click on one of our own pages is the patron's wish; whoever is led
/// here by another site's page presses a button first, so that no foreign page signs anybody in anywhere (OWASP ASVS 5.0, 7.6.2).
/// </summary>
[AllowAnonymous]
internal sealed class IndexModel(RegionSnapshots region, PatronSessions sessions, UnaskedSignOn unasked, UnavailablePage unavailable, ILogger<IndexModel> logger) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Title { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    public Resource Resource { get; private set; } = null!;
    public Library Library { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string resource, CancellationToken ct)
    {
        if (await PrepareAsync(resource, ct) is { } elsewhere)
            return elsewhere;
        return Request.Headers["Sec-Fetch-Site"] == "same-origin" ? await AnswerAsync(ct) : Page();
    }

    public async Task<IActionResult> OnPostAsync(string resource, CancellationToken ct) => await PrepareAsync(resource, ct) ?? await AnswerAsync(ct);

    private async Task<IActionResult?> PrepareAsync(string slug, CancellationToken ct)
    {
        var now = await region.GetAsync(ct);
        if (now.Resource(slug) is not { ServiceProvider: { } provider } resource || now.ServiceProviderBySlug(provider) is not { AllowsIdpInitiated: true })
            return NotFound();
        if (await sessions.FindAsync(HttpContext, ct) is not { } session)
            return SeeOther.To($"/launch/{Uri.EscapeDataString(slug)}");
        (Resource, Library) = (resource, now.Library(session.LibraryId)!);
        return null;
    }

    private async Task<IActionResult> AnswerAsync(CancellationToken ct) => await unasked.AnswerAsync(HttpContext, Resource, Library, Title, State, ct) switch
    {
        UnaskedOutcome.Answered answered => new Answered(answered.Page),
        UnaskedOutcome.NoSuchWay => NotFound(),
        UnaskedOutcome.NotNow notNow => Unavailable(notNow.Reason),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private SeeOther Unavailable(string reason)
    {
        var reference = ReadableCode.Create();
        logger.ResourceUnavailable(Resource.Slug, reference, reason);
        return SeeOther.To(unavailable.AddressOf(new FailedLaunch(Resource.Slug, Title, reference, TryAgainIn: null)));
    }

    /// <summary>An endpoint's answer, given by a page.</summary>
    private sealed class Answered(IResult result) : IActionResult
    {
        public Task ExecuteResultAsync(ActionContext context) => result.ExecuteAsync(context.HttpContext);
    }
}
