namespace DigitalAccess.Web.Entitlement;

/// <summary>Why a patron may not open a resource now. Each has a page text, a help page and a stable slug.</summary>
internal enum RefusalReason
{
    /// <summary>Nobody has a licence to the resource.</summary>
    NoLicence,

    /// <summary>There are licences, but none covers the patron's library.</summary>
    LibraryNotCovered,

    LicenceNotStarted,
    LicenceEnded,

    /// <summary>The licence is for residents, and the ILS does not place this patron in a covered municipality.</summary>
    ResidenceNotCovered,
    TooYoung,
    TooOld,
    AgeUnknown,
    CategoryNotIncluded,

    /// <summary>The region has taken the resource out of the catalogue.</summary>
    ResourceClosed,

    /// <summary>The vendor demands something that nobody knows of this patron, or that we tell nobody.</summary>
    AttributeMissing,
}

internal static class RefusalReasons
{
    /// <summary>The reason in addresses, figures and error documents: <c>licence-ended</c>.</summary>
    public static string Slug(this RefusalReason reason) => reason switch
    {
        RefusalReason.NoLicence => "no-licence",
        RefusalReason.LibraryNotCovered => "library-not-covered",
        RefusalReason.LicenceNotStarted => "licence-not-started",
        RefusalReason.LicenceEnded => "licence-ended",
        RefusalReason.ResidenceNotCovered => "residence-not-covered",
        RefusalReason.TooYoung => "too-young",
        RefusalReason.TooOld => "too-old",
        RefusalReason.AgeUnknown => "age-unknown",
        RefusalReason.CategoryNotIncluded => "category-not-included",
        RefusalReason.ResourceClosed => "resource-closed",
        RefusalReason.AttributeMissing => "attribute-missing",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>
    /// The reason as vendors hear it. What it says of the patron's age, home or card stays here: a vendor that may not know the
    /// one does not learn it from a no either.
    /// </summary>
    public static string SlugForVendors(this RefusalReason reason) => IsAboutThePatron(reason) ? "not-entitled" : reason.Slug();

    public static bool IsAboutThePatron(RefusalReason reason) => reason is
        RefusalReason.ResidenceNotCovered or RefusalReason.TooYoung or RefusalReason.TooOld or RefusalReason.AgeUnknown or RefusalReason.CategoryNotIncluded;

    public static bool TryParse(string slug, out RefusalReason reason)
    {
        var found = Enum.GetValues<RefusalReason>().Where(r => r.Slug() == slug).ToList();
        reason = found.FirstOrDefault();
        return found.Count == 1;
    }
}
