using DigitalAccess.Web.Libraries;

namespace DigitalAccess.Web.Catalogue;

/// <summary>The right of its holder to a resource, for covered libraries, in a period, on terms.</summary>
internal sealed class Licence
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Slug { get; init; }
    public required Guid ResourceId { get; set; }
    public Resource? Resource { get; init; }

    /// <summary>The library that holds the licence; null means the region.</summary>
    public Guid? HolderLibraryId { get; set; }

    /// <summary>First and last day of the period, in the library's time zone; an open end means until cancelled.</summary>
    public required DateOnly ValidFrom { get; set; }
    public DateOnly? ValidTo { get; set; }

    public LicenceTerms Terms { get; set; } = new();

    /// <summary>Whether every library of the region is covered, those that join later too.</summary>
    public bool CoversAllLibraries { get; set; }

    public List<Library> CoveredLibraries { get; init; } = [];
}

/// <summary>Whom within the covered libraries the licence is for.</summary>
internal sealed class LicenceTerms
{
    /// <summary>Which of the patron's two rights counts: the library that issued the card, or the municipality of residence.</summary>
    public LicenceBasis Basis { get; set; } = LicenceBasis.IssuingLibrary;

    /// <summary>Youngest and oldest age in whole years, by year of birth.</summary>
    public int? MinimumAge { get; set; }
    public int? MaximumAge { get; set; }

    /// <summary>Patron categories that may open the resource; empty means all.</summary>
    public List<string> Categories { get; set; } = [];

    /// <summary>One text for what is demanded of a patron's age and category; null when nothing is.</summary>
    public string? Demands() => MinimumAge is null && MaximumAge is null && Categories.Count == 0
        ? null
        : $"age {MinimumAge}-{MaximumAge} category {string.Join(',', Categories.Order(StringComparer.OrdinalIgnoreCase))}";
}

internal enum LicenceBasis
{
    IssuingLibrary,
    Residence,
}
