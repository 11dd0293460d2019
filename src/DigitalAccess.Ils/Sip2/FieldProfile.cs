namespace DigitalAccess.Ils.Sip2;

/// <summary>
/// Which extension fields of one ILS hold what. SIP2's extension tags collide between systems, so their meaning belongs to
/// the connection, never to the code.
/// </summary>
public sealed record FieldProfile
{
    /// <summary>Tag of the expiry date.</summary>
    public string? Expiry { get; init; }

    /// <summary>Tag of the birth date, of which only the year is kept.</summary>
    public string? BirthDate { get; init; }

    /// <summary>Tag of the patron category.</summary>
    public string? Category { get; init; }

    /// <summary>Tag of the home library.</summary>
    public string? HomeLibrary { get; init; }

    /// <summary>Tag of the ILS's internal patron id.</summary>
    public string? InternalId { get; init; }

    /// <summary>Prefixes that the ILS puts before the card number in AA.</summary>
    public IReadOnlyList<string> AaPrefixes { get; init; } = [];

    /// <summary>The built-in profiles by name.</summary>
    public static IReadOnlyDictionary<string, FieldProfile> BuiltIn { get; } =
        new Dictionary<string, FieldProfile>(StringComparer.OrdinalIgnoreCase)
        {
            ["generic"] = new(),
            ["sipserver"] = new() { Expiry = "PA", BirthDate = "PB", Category = "PC", HomeLibrary = "AQ", InternalId = "XI" },
            ["symphony"] = new() { Expiry = "PA", BirthDate = "PD", Category = "PC", HomeLibrary = "AQ" },
            ["horizon"] = new() { Expiry = "PE", BirthDate = "PB", Category = "PC", HomeLibrary = "AQ" },
            ["polaris"] = new() { Expiry = "PX", BirthDate = "BC", Category = "PA" },
            ["koha"] = new() { BirthDate = "PB", Category = "PC" },
            ["fbs"] = new() { BirthDate = "PB", AaPrefixes = ["LN:", "ANY:"] },
            ["folio"] = new() { Category = "FU" },
            ["spydus"] = new() { Category = "BC" },
            ["studiosity"] = new() { Category = "PT" },
            ["sierra"] = new(),
            ["tlc"] = new(),
            ["dp2"] = new(),
        };

    /// <summary>This profile with every tag that <paramref name="own"/> sets.</summary>
    internal FieldProfile With(FieldProfile? own) => own is null ? this : new FieldProfile
    {
        Expiry = own.Expiry ?? Expiry,
        BirthDate = own.BirthDate ?? BirthDate,
        Category = own.Category ?? Category,
        HomeLibrary = own.HomeLibrary ?? HomeLibrary,
        InternalId = own.InternalId ?? InternalId,
        AaPrefixes = [.. AaPrefixes, .. own.AaPrefixes],
    };

    /// <summary>The tags that decide who the patron is and what the patron may do.</summary>
    internal IEnumerable<string> Tags => new[] { Expiry, BirthDate, Category, HomeLibrary, InternalId }.OfType<string>();
}
