namespace DigitalAccess.Web.Harvesting.Reports;

/// <summary>What a report says of itself (Code of Practice 5.1, 3.2.1). Vendors leave out much of it.</summary>
internal sealed record ReportHeader
{
    /// <summary>Such as <c>TR</c>, in capitals; null where it is not said.</summary>
    public string? ReportId { get; init; }

    /// <summary><c>5</c> or <c>5.1</c>, as it is written.</summary>
    public string? Release { get; init; }
    public string? CreatedBy { get; init; }

    /// <summary>When the vendor made it; null where that cannot be read.</summary>
    public DateTimeOffset? Created { get; init; }
    public string? InstitutionName { get; init; }
    public string? CustomerId { get; init; }

    /// <summary>First month asked for, as 202601; null where it is not said.</summary>
    public int? FirstMonth { get; init; }

    /// <summary>Last month asked for.</summary>
    public int? LastMonth { get; init; }

    /// <summary>Filters by name, in any case, with their values.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Filters { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Report attributes by name, in any case, with their values.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>
    /// Whether its numbers are of the whole range (Granularity=Totals). Release 5.1 writes those under the first month, so that
    /// a reader who does not look here books a year into January.
    /// </summary>
    public bool IsOfTotals => Attributes.TryGetValue("Granularity", out var values) && values.Any(v => v.StartsWith("Total", StringComparison.OrdinalIgnoreCase))
        || Attributes.TryGetValue("Exclude_Monthly_Details", out var excluded) && excluded.Any(v => v.Equals("True", StringComparison.OrdinalIgnoreCase));
}

/// <summary>An exception of a report: a state or a remark, and by itself no failure (Code of Practice, appendix D).</summary>
/// <param name="Code">Its number; null where there is none that can be read.</param>
/// <param name="Message">In the vendor's words.</param>
/// <param name="Data">What it is about.</param>
internal sealed record ReportException(int? Code, string? Message, string? Data);
