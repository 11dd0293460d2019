using DigitalAccess.Web.Data;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalAccess.Web.Pages.Login;

/// <summary>Which library is yours? The remembered one stands first; one click goes on.</summary>
[AllowAnonymous]
internal sealed class IndexModel(RegionSnapshots region, SignInTransactions transactions) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "t")]
    public string? Transaction { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Search { get; set; }

    public IReadOnlyList<Library> Libraries { get; private set; } = [];
    public Library? Remembered { get; private set; }
    public Destination? Destination { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        var now = await region.GetAsync(ct);
        var all = now.Libraries.Where(l => l.Active).ToList();
        Remembered = all.Find(l => l.Slug == RememberedLibrary.Of(HttpContext));
        Libraries = [.. all.Where(Matches).OrderBy(l => l.Name, StringComparer.CurrentCulture)];
        Destination = Destination.Of(now, await transactions.FindAsync(Transaction, ct));
    }

    public string AddressOf(Library library) => LoginAddress.Of(Request, library.Slug);

    private bool Matches(Library library) =>
        string.IsNullOrWhiteSpace(Search)
        || library.Name.Contains(Search.Trim(), StringComparison.CurrentCultureIgnoreCase)
        || library.Municipality.Contains(Search.Trim(), StringComparison.CurrentCultureIgnoreCase);
}
