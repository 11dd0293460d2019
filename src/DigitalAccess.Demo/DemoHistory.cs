using Bogus;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Usage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DigitalAccess.Demo;

/// <summary>Three months of believable launches, so that the dashboards have something to show; the same each time.</summary>
internal static class DemoHistory
{
    private const int Days = 92;

    public static async Task<int> AddAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<DigitalAccessDb>();
        if (await db.UsageEvents.AnyAsync(ct))
            return 0;
        var today = DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
        for (var month = today.AddDays(-Days); month <= today; month = month.AddMonths(1))
            await UsagePartitions.EnsureAsync(db, month, ct);
        await UsagePartitions.EnsureAsync(db, today, ct);

        var libraries = await db.Libraries.AsNoTracking().OrderBy(l => l.Slug).ToListAsync(ct);
        var licences = await db.Licences.AsNoTracking().Include(l => l.CoveredLibraries).Include(l => l.Resource).ToListAsync(ct);
        var events = libraries.SelectMany((library, index) => Of(library, index, licences, today)).ToList();
        await CopyAsync(services.GetRequiredService<NpgsqlDataSource>(), events, ct);
        await services.GetRequiredService<UsageRollUp>().RunAsync(ct);
        return events.Count;
    }

    private static async Task CopyAsync(NpgsqlDataSource source, List<UsageEvent> events, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy usage_event (id, month, at, day, library_id, resource_id, door, licence_id, refusal, receipt, visitor_key) from stdin (format binary)", ct);
        foreach (var e in events)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(e.Id, ct);
            await copy.WriteAsync(e.Month, ct);
            await copy.WriteAsync(e.At, ct);
            await copy.WriteAsync(e.Day, ct);
            await copy.WriteAsync(e.LibraryId, ct);
            await copy.WriteAsync(e.ResourceId, ct);
            await copy.WriteAsync(e.Door.ToString(), ct);
            await copy.WriteAsync(e.LicenceId, ct);
            await copy.WriteAsync(e.Refusal, ct);
            await copy.WriteAsync(e.Receipt, ct);
            await copy.WriteAsync(e.VisitorKey, ct);
        }

        await copy.CompleteAsync(ct);
    }

    private static IEnumerable<UsageEvent> Of(Library library, int seed, List<Licence> licences, DateOnly today)
    {
        var random = new Randomizer(seed + 1);
        var mine = licences.Where(l => (l.CoversAllLibraries || l.CoveredLibraries.Exists(c => c.Id == library.Id)) && l.ValidFrom <= today.AddDays(-Days)).ToList();
        var readers = random.Int(20, 60);
        for (var day = today.AddDays(-Days); day < today; day = day.AddDays(1))
        {
            // More on weekends, and a little more from month to month.
            var launches = random.Int(2, day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 14 : 9) + (day.DayNumber - today.DayNumber + Days) / 30;
            for (var i = 0; i < launches; i++)
                yield return Launch(library, random.ListItem(mine), day, random, readers);
        }
    }

    private static UsageEvent Launch(Library library, Licence licence, DateOnly day, Randomizer random, int readers)
    {
        var refused = licence.ValidTo < day ? RefusalReason.LicenceEnded
            : licence.Terms.Basis == LicenceBasis.Residence && random.Bool(0.2f) ? RefusalReason.ResidenceNotCovered
            : licence.Terms.MinimumAge > 0 && random.Bool(0.1f) ? RefusalReason.TooYoung : (RefusalReason?)null;
        var month = new DateOnly(day.Year, day.Month, 1);
        return new UsageEvent
        {
            Id = random.Guid(),
            Month = month,
            At = new DateTimeOffset(day, new TimeOnly(random.Int(7, 20), random.Int(0, 59)), TimeSpan.Zero),
            Day = day,
            LibraryId = library.Id,
            ResourceId = licence.ResourceId,
            Door = licence.Resource!.AccessMethod == AccessMethod.Oidc ? Door.Oidc : Door.Portal,
            LicenceId = refused is null ? licence.Id : null,
            Refusal = refused?.Slug(),
            Receipt = refused is null ? null : random.String2(6, "23456789ABCDEFGHJKMNPQRSTUVWXYZ"),
            VisitorKey = [(byte)random.Int(0, readers), (byte)month.Month, .. library.Id.ToByteArray().AsSpan(0, 14)],
        };
    }
}
