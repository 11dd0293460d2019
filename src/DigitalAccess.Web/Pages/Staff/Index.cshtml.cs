using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Staff;
using DigitalAccess.Web.Usage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Pages.Staff;

/// <summary>Where a staff member arrives: at the own library's figures, or at the list of libraries.</summary>
[Authorize(StaffPolicies.Staff)]
internal sealed class IndexModel(DigitalAccessDb db, TimeProvider clock) : PageModel
{
    public DateOnly Month { get; private set; }
    public IReadOnlyList<LibraryRow> Libraries { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var staff = StaffIdentity.Of(User);
        if (!staff.SeesAll)
            return await db.Libraries.VisibleTo(staff).Select(l => l.Slug).SingleOrDefaultAsync(ct) is { } own ? SeeOther.To($"/staff/usage/{own}") : NotFound();

        Month = MonthInAddress.Read(null, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        var (first, next) = (Month, Month.AddMonths(1));
        Libraries = await db.Libraries.VisibleTo(staff).OrderBy(l => l.Name).Select(l => new LibraryRow(
            l.Slug, l.Name,
            db.UsageDays.Where(d => d.LibraryId == l.Id && d.Day >= first && d.Day < next).Sum(d => d.Launches),
            db.UsageDays.Where(d => d.LibraryId == l.Id && d.Day >= first && d.Day < next).Sum(d => d.Refusals))).ToListAsync(ct);
        return Page();
    }

    internal sealed record LibraryRow(string Slug, string Name, int Launches, int Refusals);
}
