using DigitalAccess.Web.Data;
using DigitalAccess.Web.Texts;
using DigitalAccess.Web.Usage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace DigitalAccess.Web.Staff;

/// <summary>
/// One library's month as a file. There is none of all libraries together: what is hidden in twelve libraries' files could
/// be reckoned from it and the thirteenth's.
/// </summary>
internal static class UsageExport
{
    public static async Task<IResult> GetAsync(
        string library, string? month, HttpContext http, DigitalAccessDb db, UsageReport report, AuditTrail audit, IStringLocalizer<StaffTexts> texts,
        TimeProvider clock, CancellationToken ct)
    {
        var staff = StaffIdentity.Of(http.User);
        if (await db.Libraries.VisibleTo(staff).AsNoTracking().SingleOrDefaultAsync(l => l.Slug == library, ct) is not { } found)
            return TypedResults.NotFound();

        var first = MonthInAddress.Read(month, found.LocalDate(clock.GetUtcNow()));
        var file = UsageCsv.Write(await report.LoadAsync(found.Id, first, ct), found.Name, new CsvHeadings(
            texts["Usage.Month"], texts["Usage.Library"], texts["Usage.Resource"], texts["Usage.Launches"], texts["Usage.Refusals"],
            texts["Usage.Visitors"], texts["Usage.Total"]));
        var name = MonthInAddress.Write(first);
        await audit.WriteAsync(AuditAction.UsageExported, staff.Id, found.Id, name, ct);
        return TypedResults.File(file, UsageCsv.ContentType, $"usage-{found.Slug}-{name}.csv");
    }
}
