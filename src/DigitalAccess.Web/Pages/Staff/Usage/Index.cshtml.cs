using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Staff;
using DigitalAccess.Web.Usage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Pages.Staff.Usage;

/// <summary>One library's month; without a library, for those who may see all of them, the region's.</summary>
[Authorize(StaffPolicies.Staff)]
internal sealed class IndexModel(DigitalAccessDb db, UsageReport report, IOptions<BrokerOptions> broker, TimeProvider clock) : PageModel
{
    public string Name { get; private set; } = "";

    /// <summary>The library in addresses; null for all libraries together.</summary>
    public string? Slug { get; private set; }
    public string? Accent { get; private set; }
    public UsageMonth Figures { get; private set; } = null!;
    public bool HasNext { get; private set; }

    /// <summary>By the library's clock, or the region's.</summary>
    public DateTimeOffset? CountedAt { get; private set; }

    /// <summary>How the library's ILS is; null for all libraries together.</summary>
    public IlsHealthView? Ils { get; private set; }

    public string AddressOf(DateOnly month) => $"{(Slug is null ? "/staff/usage" : $"/staff/usage/{Slug}")}?month={MonthInAddress.Write(month)}";

    public async Task<IActionResult> OnGetAsync(string? library, string? month, [FromServices] Microsoft.Extensions.Localization.IStringLocalizer<Texts.StaffTexts> texts, CancellationToken ct)
    {
        var staff = StaffIdentity.Of(User);
        var found = library is null ? null : await db.Libraries.VisibleTo(staff).AsNoTracking().SingleOrDefaultAsync(l => l.Slug == library, ct);
        if (found is null && (library is not null || !staff.SeesAll))
            return NotFound();

        (Name, Slug, Accent) = found is null ? (texts["Start.All"], null, null) : (found.Name, found.Slug, found.Accent);
        var now = clock.GetUtcNow();
        var today = found?.LocalDate(now) ?? broker.Value.RegionDate(now);
        Figures = await report.LoadAsync(found?.Id, MonthInAddress.Read(month, today), ct);
        HasNext = Figures.Month.AddMonths(1) <= today;
        CountedAt = Figures.CountedAt is { } counted ? Local(counted) : null;
        if (found is not null)
            Ils = IlsHealthView.Of(await db.IlsHealth.AsNoTracking().SingleOrDefaultAsync(h => h.LibraryId == found.Id, ct), now, Local);
        return Page();

        DateTimeOffset Local(DateTimeOffset instant) =>
            found is null ? broker.Value.InRegion(instant) : TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(found.TimeZone));
    }
}
