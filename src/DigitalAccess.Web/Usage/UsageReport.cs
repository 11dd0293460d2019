using DigitalAccess.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Usage;

/// <summary>Loads one month's figures of one library, or of all together, from what the roll-up counted: four queries.</summary>
internal sealed class UsageReport(DigitalAccessDb db)
{
    /// <param name="libraryId">The library; null for all libraries together.</param>
    /// <param name="month">First day of the month.</param>
    /// <param name="ct">Cancels the queries.</param>
    public async Task<UsageMonth> LoadAsync(Guid? libraryId, DateOnly month, CancellationToken ct)
    {
        var (previous, next) = (month.AddMonths(-1), month.AddMonths(1));
        var days = await db.UsageDays.AsNoTracking()
            .Where(d => (libraryId == null || d.LibraryId == libraryId) && d.Day >= previous && d.Day < next)
            .GroupBy(d => new { d.Day, d.ResourceId })
            .Select(g => new { g.Key.Day, g.Key.ResourceId, Launches = g.Sum(d => d.Launches), Refusals = g.Sum(d => d.Refusals) })
            .ToListAsync(ct);

        // A patron account belongs to one library, so that libraries' visitors may be added up; those of resources may not.
        var visitors = await db.VisitorMonths.AsNoTracking()
            .Where(v => (libraryId == null || v.LibraryId == libraryId) && (v.Month == month || v.Month == previous))
            .GroupBy(v => new { v.Month, v.ResourceId })
            .Select(g => new { g.Key.Month, g.Key.ResourceId, Visitors = g.Sum(v => v.Visitors) })
            .ToDictionaryAsync(v => (v.Month, v.ResourceId), v => v.Visitors, ct);
        var reasons = await db.RefusalDays.AsNoTracking()
            .Where(d => (libraryId == null || d.LibraryId == libraryId) && d.Day >= month && d.Day < next)
            .GroupBy(d => d.Reason)
            .Select(g => new ReasonFigure(g.Key, g.Sum(d => d.Refusals)))
            .ToListAsync(ct);
        var catalogue = await db.Resources.AsNoTracking()
            .Select(r => new { r.Id, r.Name, CountedAt = db.RollUpStates.Where(s => s.Day >= month && s.Day < next).Max(s => (DateTimeOffset?)s.CountedAt) })
            .ToListAsync(ct);

        var names = catalogue.ToDictionary(r => r.Id, r => r.Name.Current);
        var mine = days.ToLookup(d => d.Day >= month);
        return new UsageMonth
        {
            Month = month,
            Resources = [.. mine[true].GroupBy(d => d.ResourceId)
                .Select(g => new ResourceFigures(
                    names.GetValueOrDefault(g.Key, "–"),
                    new Figures(g.Sum(d => d.Launches), g.Sum(d => d.Refusals), visitors.GetValueOrDefault((month, g.Key)))))
                .OrderByDescending(r => r.Figures.Launches).ThenBy(r => r.Name, StringComparer.CurrentCulture)],
            Reasons = [.. reasons.OrderByDescending(r => r.Refusals).ThenBy(r => r.Reason, StringComparer.Ordinal)],
            Days = [.. Enumerable.Range(0, next.DayNumber - month.DayNumber).Select(month.AddDays)
                .GroupJoin(mine[true], day => day, d => d.Day, (day, all) => new DayFigures(day, all.Sum(d => d.Launches), all.Sum(d => d.Refusals)))],
            Total = new Figures(mine[true].Sum(d => d.Launches), mine[true].Sum(d => d.Refusals), visitors.GetValueOrDefault((month, Guid.Empty))),
            Previous = new Figures(mine[false].Sum(d => d.Launches), mine[false].Sum(d => d.Refusals), visitors.GetValueOrDefault((previous, Guid.Empty))),
            CountedAt = catalogue.FirstOrDefault()?.CountedAt,
        };
    }
}
