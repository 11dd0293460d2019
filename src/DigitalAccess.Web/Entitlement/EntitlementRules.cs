using DigitalAccess.Web.Catalogue;

namespace DigitalAccess.Web.Entitlement;

/// <summary>
/// May this patron open this resource now? The one decision behind every door: a pure function of facts that were
/// loaded before and are acted on after.
/// </summary>
internal static class EntitlementRules
{
    /// <summary>
    /// The reasons in the order in which they help the patron most: of several licences that all refuse, the one that
    /// came closest to granting names the reason.
    /// </summary>
    private static readonly RefusalReason[] ClosestLast =
    [
        RefusalReason.NoLicence, RefusalReason.LibraryNotCovered, RefusalReason.ResidenceNotCovered, RefusalReason.LicenceEnded,
        RefusalReason.LicenceNotStarted, RefusalReason.CategoryNotIncluded, RefusalReason.AgeUnknown, RefusalReason.TooOld, RefusalReason.TooYoung,
    ];

    public static EntitlementDecision Decide(PatronStanding patron, bool resourceActive, IReadOnlyList<LicenceFacts> licences, DateOnly today)
    {
        if (!resourceActive)
            return new EntitlementDecision.Refused(RefusalReason.ResourceClosed);

        var closest = RefusalReason.NoLicence;
        foreach (var licence in licences.OrderBy(l => l.HeldByRegion).ThenBy(l => l.ValidFrom).ThenBy(l => l.Id))
        {
            if (Refusal(patron, licence, today) is not { } refusal)
                return new EntitlementDecision.Granted(licence.Id);
            if (Array.IndexOf(ClosestLast, refusal) > Array.IndexOf(ClosestLast, closest))
                closest = refusal;
        }

        return new EntitlementDecision.Refused(closest);
    }

    private static RefusalReason? Refusal(PatronStanding patron, LicenceFacts licence, DateOnly today) =>
        Coverage(licence) ?? Period(licence, today) ?? Category(patron, licence.Terms) ?? Age(patron, licence.Terms, today);

    /// <summary>Two rights, not one: the licence says whether the card's library or the residence counts.</summary>
    private static RefusalReason? Coverage(LicenceFacts licence) => licence.Terms.Basis switch
    {
        LicenceBasis.IssuingLibrary => licence.CoversIssuingLibrary ? null : RefusalReason.LibraryNotCovered,
        LicenceBasis.Residence => licence.CoversResidence ? null : RefusalReason.ResidenceNotCovered,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static RefusalReason? Period(LicenceFacts licence, DateOnly today)
    {
        if (today < licence.ValidFrom)
            return RefusalReason.LicenceNotStarted;
        return today > licence.ValidTo ? RefusalReason.LicenceEnded : null;
    }

    private static RefusalReason? Category(PatronStanding patron, LicenceTerms terms) =>
        terms.Categories.Count == 0 || HasMet(patron, terms) || (patron.Category is { } category && terms.Categories.Contains(category, StringComparer.OrdinalIgnoreCase))
            ? null
            : RefusalReason.CategoryNotIncluded;

    /// <summary>Age and category are forgotten with the session; that they sufficed counts as long as the same is demanded.</summary>
    private static bool HasMet(PatronStanding patron, LicenceTerms terms) => patron.Met is { } met && met == terms.Demands();

    /// <summary>Only the year of birth is known, so the age is the one the patron reaches this year.</summary>
    private static RefusalReason? Age(PatronStanding patron, LicenceTerms terms, DateOnly today)
    {
        if ((terms.MinimumAge is null && terms.MaximumAge is null) || HasMet(patron, terms))
            return null;
        if (patron.BirthYear is not { } birthYear)
            return RefusalReason.AgeUnknown;
        var age = today.Year - birthYear;
        if (age < terms.MinimumAge)
            return RefusalReason.TooYoung;
        return age > terms.MaximumAge ? RefusalReason.TooOld : null;
    }
}

/// <summary>What of a patron bears on entitlement.</summary>
/// <param name="BirthYear">From the ILS, while the session lasts.</param>
/// <param name="Category">Likewise.</param>
/// <param name="Met">After the session: which <see cref="LicenceTerms.Demands"/> the patron was seen to meet.</param>
internal sealed record PatronStanding(int? BirthYear, string? Category, string? Met = null);

/// <summary>One licence to the resource, with its coverage worked out for the patron's library and residence.</summary>
internal sealed record LicenceFacts(
    Guid Id, bool HeldByRegion, bool CoversIssuingLibrary, bool CoversResidence, DateOnly ValidFrom, DateOnly? ValidTo, LicenceTerms Terms);
