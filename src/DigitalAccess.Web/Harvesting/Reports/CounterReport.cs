namespace DigitalAccess.Web.Harvesting.Reports;

/// <summary>
/// What a COUNTER report says, from whatever form it came in (Code of Practice 5 and 5.1). Items, attributes and metrics stand
/// once each, and the counts name them by their places.
/// </summary>
internal sealed class CounterReport
{
    public required ReportHeader Header { get; init; }

    /// <summary>In the order that they came in (Code of Practice, appendix D).</summary>
    public required IReadOnlyList<ReportException> Exceptions { get; init; }
    public required IReadOnlyList<ReportItem> Items { get; init; }
    public required IReadOnlyList<AttributeSet> AttributeSets { get; init; }

    /// <summary>Names of metrics, those of the Code of Practice first.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }
    public required IReadOnlyList<UsageCount> Counts { get; init; }

    /// <summary>What is odd about it, and what could not be taken.</summary>
    public required IReadOnlyList<ReportFinding> Findings { get; init; }

    /// <summary>Whether it has a list of items at all, be it an empty one. An answer without one is no report.</summary>
    public required bool HasItems { get; init; }
}

/// <summary>One count: so many uses of one kind, of one item, in one month.</summary>
/// <param name="Item">Place in <see cref="CounterReport.Items"/>.</param>
/// <param name="Attributes">Place in <see cref="CounterReport.AttributeSets"/>.</param>
/// <param name="Month">As a number: 202601 is January 2026.</param>
/// <param name="Metric">Place in <see cref="CounterReport.Metrics"/>.</param>
/// <param name="Count">Uses.</param>
internal readonly record struct UsageCount(int Item, int Attributes, int Month, int Metric, int Count);

/// <summary>What was used: a platform, database, title or item, in its vendor's own words.</summary>
/// <param name="Name">Its title; empty for a platform.</param>
/// <param name="Platform">Where it was used.</param>
/// <param name="Publisher">Of whom; null where that is not said.</param>
/// <param name="Ids">Its identifiers, as they were written, by kind: <c>DOI</c>, <c>ISBN</c>, <c>Online_ISSN</c>, <c>Proprietary</c> and so on.</param>
/// <param name="Parent">Of an item of the item report: what it is part of; null where that is not said.</param>
internal sealed record ReportItem(string Name, string? Platform, string? Publisher, IReadOnlyList<ItemId> Ids, ReportItem? Parent);

/// <param name="Kind">Which list it is from.</param>
/// <param name="Value">As it was written.</param>
internal readonly record struct ItemId(string Kind, string Value);

/// <summary>Attributes that tell uses of one item apart, such as <c>Access_Type</c> and <c>YOP</c>, in the order of their names.</summary>
internal sealed record AttributeSet(IReadOnlyList<KeyValuePair<string, string>> Values)
{
    public string? this[string name]
    {
        get
        {
            foreach (var (key, value) in Values)
                if (key == name)
                    return value;
            return null;
        }
    }
}
