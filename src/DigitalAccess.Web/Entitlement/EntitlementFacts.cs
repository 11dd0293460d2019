using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;

namespace DigitalAccess.Web.Entitlement;

/// <summary>Gathers what the decision needs and takes it; every door comes through here. Asks the database nothing: the region is at hand.</summary>
internal sealed class EntitlementFacts(RegionSnapshots region, TimeProvider clock)
{
    public async ValueTask<EntitlementDecision> DecideAsync(PatronSession session, Library library, Resource resource, CancellationToken ct) =>
        Decide(await region.GetAsync(ct), StandingOf(session, library), library, resource);

    /// <summary>For a patron whose session is over and who had been entitled.</summary>
    public async ValueTask<EntitlementDecision> DecideAsync(EarlierStanding earlier, Library library, Resource resource, CancellationToken ct) =>
        Decide(await region.GetAsync(ct), (new PatronStanding(null, null, earlier.Met), earlier.Residence), library, resource);

    /// <summary>Which of the resources would open now; the portal shows these and no others.</summary>
    public async ValueTask<List<Resource>> OpenAsync(PatronSession session, Library library, IReadOnlyList<Resource> resources, CancellationToken ct)
    {
        var now = await region.GetAsync(ct);
        var standing = StandingOf(session, library);
        return [.. resources.Where(r => Decide(now, standing, library, r) is EntitlementDecision.Granted)];
    }

    /// <summary>What may be remembered of a patron's standing once the session is over.</summary>
    public async ValueTask<EarlierStanding> RememberedAsync(PatronSession session, Library library, Resource resource, Guid licenceId, CancellationToken ct)
    {
        var terms = (await region.GetAsync(ct)).LicencesOf(resource.Id).FirstOrDefault(l => l.Licence.Id == licenceId)?.Licence.Terms;
        return new EarlierStanding(terms?.Demands(), terms?.Basis == LicenceBasis.Residence ? session.ResidenceAt(library) : null)
        {
            GoodUntil = terms?.MaximumAge is null ? null : library.StartOfYear(library.LocalDate(clock.GetUtcNow()).Year + 1),
        };
    }

    private EntitlementDecision Decide(RegionSnapshot now, (PatronStanding Patron, string? Residence) standing, Library library, Resource resource)
    {
        // A library that has left the region opens nothing, however its licences read and whoever is still signed in.
        if (!library.Active)
            return new EntitlementDecision.Refused(RefusalReason.LibraryNotCovered);
        var residence = standing.Residence is { } slug ? now.Library(slug)?.Id : null;
        var licences = now.LicencesOf(resource.Id).Select(l => new LicenceFacts(
            l.Licence.Id, l.Licence.HolderLibraryId is null, l.Covers(library.Id), standing.Residence is not null && (l.Licence.CoversAllLibraries || l.Covers(residence)),
            l.Licence.ValidFrom, l.Licence.ValidTo, l.Licence.Terms));
        return EntitlementRules.Decide(standing.Patron, resource.Active, [.. licences], library.LocalDate(clock.GetUtcNow()));
    }

    private static (PatronStanding Patron, string? Residence) StandingOf(PatronSession session, Library library) =>
        (new PatronStanding(session.Facts.BirthYear, session.Facts.Category), session.ResidenceAt(library));
}

/// <summary>What is left of a patron's standing after the session: no age and no category, but that they sufficed.</summary>
/// <param name="Met">The demands that were met, see <see cref="LicenceTerms.Demands"/>.</param>
/// <param name="Residence">Slug of the library of residence, where the licence goes by residence.</param>
internal sealed record EarlierStanding(string? Met, string? Residence)
{
    /// <summary>The turn of the year, when people grow out of a licence: the same for all, or it would tell somebody's age. Null where nobody does.</summary>
    public DateTimeOffset? GoodUntil { get; init; }
}
