using System.Globalization;
using System.Net;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalAccess.Web.Pages.Login;

/// <summary>Card and PIN at one library. Nothing that was typed into the PIN field ever comes back in a page.</summary>
[AllowAnonymous]
internal sealed class LibraryModel(
    RegionSnapshots region, PatronSignIn signIn, SignInTransactions transactions, AnswerPacing pacing, LoginConditions conditions) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "t")]
    public string? Transaction { get; set; }

    /// <summary>A link with this fixes the library: the page offers no other.</summary>
    [BindProperty(SupportsGet = true, Name = "locked")]
    public bool Locked { get; set; }

    public Library Library { get; private set; } = null!;
    public Destination? Destination { get; private set; }
    public LoginResult? Result { get; private set; }

    /// <summary>What was typed as card, for the form to show again; empty on a shared computer.</summary>
    public string? TypedCard { get; private set; }
    public bool SharedComputer { get; private set; }
    public string? WorkChallenge { get; private set; }

    /// <summary>Set after the login: where the page leads by itself.</summary>
    public string? Opening { get; private set; }

    public async Task<IActionResult> OnGetAsync(string library, CancellationToken ct)
    {
        if (await PrepareAsync(library, ct) is not { } transaction)
            return NotFound();
        SharedComputer = Library.IsOnPremises(Address);
        await ShowAsync(transaction.Value, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(
        string library, [FromForm] string? card, [FromForm] string? pin, [FromForm] bool shared, [FromForm] string? challenge, [FromForm] string? answer,
        CancellationToken ct)
    {
        var started = pacing.Start();
        if (await PrepareAsync(library, ct) is not { } transaction)
            return NotFound();
        var input = new LoginInput(card, pin, shared, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, Address,
            Library.IsOnPremises(Address), challenge, answer);
        Result = await signIn.SignInAsync(HttpContext, Library, input, ct);
        if (Result is LoginResult.SignedIn)
            return await GoOnAsync(transaction.Value, shared, ct);

        (TypedCard, SharedComputer) = (shared ? null : card, shared);
        await ShowAsync(transaction.Value, ct);
        Response.StatusCode = LoginAnswers.Status(Result, Response);
        await pacing.FinishAsync(started, ct);
        return Page();
    }

    private IPAddress Address => HttpContext.Connection.RemoteIpAddress ?? IPAddress.Loopback;

    private async Task<IActionResult> GoOnAsync(SignInTransaction? transaction, bool shared, CancellationToken ct)
    {
        if (!shared)
            RememberedLibrary.Remember(HttpContext, Library.Slug);
        if (transaction is null)
            return SeeOther.To("/");
        await transactions.CompleteAsync(transaction, ct);

        // Browsers hold every redirect after a form to this page's policy on form targets. An OpenID Connect client's
        // origins are known and allowed; a plain link may go on to anywhere, so it starts from a page of its own.
        if (!transaction.Target.StartsWith("/launch/", StringComparison.Ordinal))
            return SeeOther.To(transaction.Target);
        Opening = transaction.Target;
        return Page();
    }

    /// <returns>The transaction, in a wrapper that tells "none" from "no such library".</returns>
    private async Task<Found?> PrepareAsync(string slug, CancellationToken ct)
    {
        if ((await region.GetAsync(ct)).Library(slug) is not { Active: true } library)
            return null;
        Library = library;
        return new Found(await transactions.FindAsync(Transaction, ct));
    }

    private async Task ShowAsync(SignInTransaction? transaction, CancellationToken ct)
    {
        Destination = Destination.Of(await region.GetAsync(ct), transaction);
        FormTargets.Allow(HttpContext, Destination);
        WorkChallenge = await conditions.ChallengeForAsync(Library, ct);
    }

    private sealed record Found(SignInTransaction? Value);
}
