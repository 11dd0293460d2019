using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Entitlement;

/// <summary>Loads what the decision needs and takes it; every door comes through here.</summary>
internal sealed class EntitlementFacts(DigitalAccessDb db, TimeProvider clock)
{
    public async Task<EntitlementDecision> DecideAsync(PatronSession session, Library library, Resource resource, CancellationToken ct)
    {
        var licences = await LoadAsync(session, library, [resource.Id], ct);
        return Decide(session, library, resource, licences[resource.Id]);
    }

    /// <summary>Which of the resources would open now; the portal shows these and no others.</summary>
    public async Task<List<Resource>> OpenAsync(PatronSession session, Library library, IReadOnlyList<Resource> resources, CancellationToken ct)
    {
        var licences = await LoadAsync(session, library, resources.Select(r => r.Id).ToList(), ct);
        return [.. resources.Where(r => Decide(session, library, r, licences[r.Id]) is EntitlementDecision.Granted)];
    }

    private EntitlementDecision Decide(PatronSession session, Library library, Resource resource, IEnumerable<LicenceFacts> licences) =>
        EntitlementRules.Decide(
            new PatronStanding(session.Facts.BirthYear, session.Facts.Category), resource.Active, [.. licences], library.LocalDate(clock.GetUtcNow()));

    /// <summary>ILSs are not strict about the case of their codes, so neither are we.</summary>
    private static string? Residence(Library library, string code) =>
        library.AccessRules.ResidenceByHomeLibrary.FirstOrDefault(r => string.Equals(r.Key, code, StringComparison.OrdinalIgnoreCase)).Value;

    private async Task<ILookup<Guid, LicenceFacts>> LoadAsync(
        PatronSession session, Library library, List<Guid> resourceIds, CancellationToken ct)
    {
        var residence = session.Facts.HomeLibrary is { } code ? Residence(library, code) : null;
        var rows = await db.Licences.AsNoTracking()
            .Where(l => resourceIds.Contains(l.ResourceId))
            .Select(l => new
            {
                l.ResourceId,
                l.Id,
                HeldByRegion = l.HolderLibraryId == null,
                CoversIssuing = l.CoversAllLibraries || l.CoveredLibraries.Any(c => c.Id == library.Id),
                CoversResidence = residence != null && (l.CoversAllLibraries || l.CoveredLibraries.Any(c => c.Slug == residence)),
                l.ValidFrom,
                l.ValidTo,
                l.Terms,
            })
            .ToListAsync(ct);
        return rows.ToLookup(
            l => l.ResourceId,
            l => new LicenceFacts(l.Id, l.HeldByRegion, l.CoversIssuing, l.CoversResidence, l.ValidFrom, l.ValidTo, l.Terms));
    }
}
