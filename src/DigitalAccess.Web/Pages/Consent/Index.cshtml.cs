using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Oidc.Consent;
using DigitalAccess.Web.Pages.Login;
using DigitalAccess.Web.PatronLogin;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;

namespace DigitalAccess.Web.Pages.Consent;

/// <summary>Asks the patron before a vendor learns anything. Either answer goes back to the request that waits, which tells the vendor.</summary>
[AllowAnonymous]
internal sealed class IndexModel(RegionSnapshots region, PatronSessions sessions, Consents consents, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "t")]
    public string? Question { get; set; }

    public ReleasePreview Preview { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await AskedAsync(ct) is not var (session, question))
            return SeeOther.To("/");
        var now = await region.GetAsync(ct);
        if (now.Party(question.ClientId) is not { } party || now.ResourceOf(party.ClientId) is not { } resource)
            return SeeOther.To("/");
        var stays = ConsentRules.StaysSignedIn(question.Contract);

        // Nobody agrees to what the page does not say: a contract that has changed meanwhile is asked about anew.
        if (ConsentRules.Fingerprint(party.Releases, stays ? party.Lifetimes.OfflineAccess : null) != question.Contract)
            return SeeOther.To(question.Target);
        Preview = new ReleasePreview(resource.Name.Current, now.Library(session.LibraryId)!, party.Releases, stays ? party.Lifetimes.OfflineAccess : null);
        FormTargets.Allow(HttpContext, new Destination(resource, party, Provider: null));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromForm] string? answer, CancellationToken ct)
    {
        if (answer is not ("yes" or "no") || await AskedAsync(ct) is not var (session, question))
            return SeeOther.To("/");
        var today = (await region.GetAsync(ct)).Library(session.LibraryId)!.LocalDate(clock.GetUtcNow());
        await consents.AnswerAsync(question, session, answer == "yes", today, ct);
        return SeeOther.To(QueryHelpers.AddQueryString(question.Target, ConsentFirst.Answered, Question!));
    }

    private async Task<(PatronSession Session, ConsentQuestion Question)?> AskedAsync(CancellationToken ct) =>
        await sessions.FindAsync(HttpContext, ct) is { } session && await consents.FindAsync(Question, session, ct) is { } question ? (session, question) : null;
}
