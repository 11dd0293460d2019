using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.PatronLogin;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalAccess.Web.Pages.SignOut;

/// <summary>Asks, then ends the session. A vendor whose sign-out led here gets its patron back afterwards.</summary>
[AllowAnonymous]
internal sealed class IndexModel(PatronSessions sessions, SignInTransactions transactions) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "t")]
    public string? Transaction { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await sessions.FindAsync(HttpContext, ct) is null)
            return SeeOther.To((await sessions.SignOutAsync(HttpContext))?.Page ?? "/signedout");
        if (await transactions.FindAsync(Transaction, ct) is { } transaction)
            FormTargets.AllowReturn(HttpContext, transaction);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var signedOut = await sessions.SignOutAsync(HttpContext);
        var page = signedOut?.Page ?? "/signedout";
        if (await transactions.FindAsync(Transaction, ct) is not { } transaction || FormTargets.ReturnOf(transaction) is null)
            return SeeOther.To(page);
        if (signedOut is { ByBrowser: true })
            return SeeOther.To(signedOut.PageThen(Transaction!));
        await transactions.CompleteAsync(transaction, ct);
        return SeeOther.To(transaction.Target);
    }
}
