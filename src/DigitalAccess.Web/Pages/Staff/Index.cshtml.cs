using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Staff;
using DigitalAccess.Web.Usage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Pages.Staff;

/// <summary>Where a staff member arrives: at the own library's figures, or at the list of libraries.</summary>
[Authorize(StaffPolicies.Staff)]
internal sealed class IndexModel(DigitalAccessDb db, IOptions<BrokerOptions> broker, TimeProvider clock) : PageModel
{
    public DateOnly Month { get; private set; }
    public IReadOnlyList<LibraryRow> Libraries { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var staff = StaffIdentity.Of(User);
        if (!staff.SeesAll)
            return await db.Libraries.VisibleTo(staff).Select(l => l.Slug).SingleOrDefaultAsync(ct) is { } own ? SeeOther.To($"/staff/usage/{own}") : NotFound();

        var now = clock.GetUtcNow();
        Month = MonthInAddress.Read(null, broker.Value.RegionDate(now));
        var health = await db.IlsHealth.AsNoTracking().ToDictionaryAsync(h => h.LibraryId, ct);
        var (first, next) = (Month, Month.AddMonths(1));
        var rows = await db.Libraries.VisibleTo(staff).OrderBy(l => l.Name).Select(l => new
        {
            l.Id, l.Slug, l.Name,
            Launches = db.UsageDays.Where(d => d.LibraryId == l.Id && d.Day >= first && d.Day < next).Sum(d => d.Launches),
            Refusals = db.UsageDays.Where(d => d.LibraryId == l.Id && d.Day >= first && d.Day < next).Sum(d => d.Refusals),
        }).ToListAsync(ct);
        Libraries = [.. rows.Select(r => new LibraryRow(r.Slug, r.Name, r.Launches, r.Refusals, IlsHealthView.Of(health.GetValueOrDefault(r.Id), now, broker.Value.InRegion)))];
        return Page();
    }

    internal sealed record LibraryRow(string Slug, string Name, int Launches, int Refusals, IlsHealthView? Ils);
}
