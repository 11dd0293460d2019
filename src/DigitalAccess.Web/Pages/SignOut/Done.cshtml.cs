using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Launching.VendorSessions;
using DigitalAccess.Web.Logout;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Texts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;

namespace DigitalAccess.Web.Pages.SignOut;

/// <summary>Says what is closed, what is being closed, and what we cannot close for the patron.</summary>
[AllowAnonymous]
internal sealed class DoneModel(LogoutReport report, BegunSessions begun, RegionSnapshots region, SignInTransactions transactions) : PageModel
{
    /// <summary>Then whoever is still looking has been told what to do instead.</summary>
    private static readonly TimeSpan RefreshedFor = TimeSpan.FromMinutes(2);

    [BindProperty(SupportsGet = true, Name = "id")]
    public string? SignOutId { get; set; }

    /// <summary>The way back to the vendor that asked for the sign-out, where the browser has something to do for others first.</summary>
    [BindProperty(SupportsGet = true, Name = "t")]
    public string? Transaction { get; set; }

    /// <summary>The patron's wish that the page stays as it is.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Still { get; set; }

    public LogoutSummary? Summary { get; private set; }

    /// <summary>Where the page leads by itself: first to the vendors that the browser visits in turn, then the way back.</summary>
    public string? GoOn { get; private set; }

    /// <summary>Without script: a frame needs its time, and what is said here wants to be seen.</summary>
    public int GoesOnAfterSeconds => Summary?.Frames.Count > 0 || NextInTurn is null ? 3 : 1;

    /// <summary>The vendor that the page leads to now, by name.</summary>
    public string? NextInTurn => Summary?.NextInTurn;

    public IReadOnlyList<VisitedVendor> Vendors { get; private set; } = [];
    public bool SharedComputer { get; private set; }
    public int Closed => Vendors.Count(v => v.Standing == VendorStanding.Closed);
    public bool AllClosed => Vendors.Count > 0 && Closed == Vendors.Count;
    public bool ChangesByItself => !Still && Summary?.Age < RefreshedFor && Vendors.Any(v => v.Standing is VendorStanding.Closing or VendorStanding.NotReached);

    public async Task OnGetAsync(CancellationToken ct)
    {
        if ((Summary = await report.FindAsync(SignOutId, ct)) is { Frames.Count: > 0 } summary)
        {
            SecurityHeaders.AllowFrames(HttpContext, summary.Frames.Select(f => new Uri(f).GetLeftPart(UriPartial.Authority)).Distinct());
            await report.AskedTheBrowserAsync(SignOutId!, ct);
        }

        // Sessions that a vendor's API began have no way to end them.
        var (open, now) = (await begun.FindAsync(SignOutId, ct), await region.GetAsync(ct));
        Vendors = [.. (Summary?.Vendors ?? []).Concat(open.Select(b => now.Resource(b.ResourceId)).OfType<Resource>()
            .Select(resource => new VisitedVendor(resource.Name.Current, VendorStanding.CannotBeTold))).OrderBy(v => v.Name, StringComparer.CurrentCulture)];
        SharedComputer = Summary?.SharedComputer == true || open.Any(b => b.SharedComputer);

        var back = await transactions.FindAsync(Transaction, ct) is { } transaction && FormTargets.LeadsBack(transaction) ? transaction : null;
        GoOn = NextInTurn is null ? back?.Target : Address("/signedout/next", back is not null);
    }

    /// <summary>An address that knows this sign-out, and the way back where there is one.</summary>
    private string Address(string path, bool withTransaction) => QueryHelpers.AddQueryString(
        path, withTransaction ? new Dictionary<string, string?> { ["id"] = SignOutId, ["t"] = Transaction } : new() { ["id"] = SignOutId });

    /// <summary>The sentence that a screen reader hears anew whenever it changes.</summary>
    public string SummaryText(IStringLocalizer<PatronTexts> text) => this switch
    {
        { Vendors.Count: 0 } => text["SignedOut.Text"],
        { AllClosed: true } => text["SignedOut.AllClosed"],
        _ when Vendors.Any(v => v.Standing == VendorStanding.Closing) => text["SignedOut.BeingClosed"],
        _ => text["SignedOut.SomeOpen", Vendors.Count - Closed, Vendors.Count],
    };
}
