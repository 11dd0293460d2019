using DigitalAccess.Ils;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Pages.Staff.Card;

/// <summary>
/// Looks up whether wrong PINs have closed a card, and opens it. The number comes by POST and goes back into the form
/// alone: it is never in an address, a log or the database.
/// </summary>
[Authorize(StaffPolicies.Staff)]
internal sealed class IndexModel(DigitalAccessDb db, CardHelp help) : PageModel
{
    private TimeZoneInfo _zone = TimeZoneInfo.Utc;

    [BindProperty]
    public string? Library { get; set; }

    [BindProperty]
    public string? Card { get; set; }

    [BindProperty]
    public string? Do { get; set; }

    public IReadOnlyList<LibraryChoice> Libraries { get; private set; } = [];
    public CardStatus? Status { get; private set; }
    public bool Released { get; private set; }
    public bool Invalid { get; private set; }

    public string? ShownCard => Released || Card is { Length: > CardNumber.MaxLength } ? null : Card;

    public DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, _zone);

    public Task OnGetAsync(CancellationToken ct) => LoadAsync(StaffIdentity.Of(User), ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var staff = StaffIdentity.Of(User);
        await LoadAsync(staff, ct);

        // A member of one library has no choice to make, so a library that came with the form anyway is another's.
        var library = Libraries is [var only] && Library is null ? only : Libraries.SingleOrDefault(l => l.Slug == Library);
        if (library is null)
            return NotFound();
        if (!CardNumber.TryParse(Card, out var card))
        {
            Invalid = true;
            return Page();
        }

        _zone = TimeZoneInfo.FindSystemTimeZoneById(library.TimeZone);
        if (Do == "release")
        {
            await help.LetTryAgainAsync(staff, library.Id, card, ct);
            Released = true;
            ModelState.Clear();
        }
        else
        {
            Status = await help.LookUpAsync(library.Id, card, ct);
        }

        return Page();
    }

    private async Task LoadAsync(StaffIdentity staff, CancellationToken ct) =>
        Libraries = await db.Libraries.VisibleTo(staff).OrderBy(l => l.Name)
            .Select(l => new LibraryChoice(l.Id, l.Slug, l.Name, l.TimeZone)).ToListAsync(ct);

    internal sealed record LibraryChoice(Guid Id, string Slug, string Name, string TimeZone);
}
