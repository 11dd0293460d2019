using System.Runtime.InteropServices;

namespace DigitalAccess.Web.Harvesting.Reports;

/// <summary>Puts a report together from its entries, whatever form they came in.</summary>
internal sealed class ReportBuilder
{
    private readonly RowTable _itemRows = new();
    private readonly RowTable _attributeRows = new();
    private readonly List<ReportItem> _items = [];
    private readonly List<AttributeSet> _attributeSets = [];
    private readonly List<UsageCount> _counts = [];
    private readonly List<int> _row = [];

    public ReportBuilder() => Metrics = new MetricTable(Texts);

    public TextTable Texts { get; } = new();
    public MetricTable Metrics { get; }
    public FindingLog Findings { get; } = new();
    public List<ReportException> Exceptions { get; } = [];
    public ReportHeader Header { get; set; } = new();
    public bool HasItems { get; set; }

    /// <returns>The place of a set of attributes.</returns>
    public int AttributeSetOf(List<(int Name, int Value)> attributes)
    {
        attributes.Sort();
        var (row, isNew) = _attributeRows.Of(MemoryMarshal.Cast<(int, int), int>(CollectionsMarshal.AsSpan(attributes)));
        if (isNew)
            _attributeSets.Add(new AttributeSet([.. attributes.Select(a => KeyValuePair.Create(Texts[a.Name], Texts[a.Value])).OrderBy(a => a.Key, StringComparer.Ordinal)]));
        return row;
    }

    /// <param name="entry">What is said of the item.</param>
    /// <param name="parent">The place of what it is part of; null for what is no part.</param>
    /// <returns>The item's place.</returns>
    public int ItemOf(ReportEntry entry, int? parent)
    {
        entry.Ids.Sort();
        _row.Clear();
        _row.AddRange([entry.Name, entry.Platform, entry.Publisher, parent + 1 ?? 0]);
        foreach (var (kind, value) in entry.Ids)
            _row.AddRange([kind, value]);
        var (row, isNew) = _itemRows.Of(CollectionsMarshal.AsSpan(_row));
        if (isNew)
        {
            _items.Add(new ReportItem(
                Texts[entry.Name], TextOf(entry.Platform), TextOf(entry.Publisher), IdsOf(entry), parent is { } p ? _items[p] : null));
        }

        return row;
    }

    public void Add(int item, EntryCount count) => _counts.Add(new UsageCount(item, count.Attributes, count.Month, count.Metric, count.Count));

    public CounterReport Build()
    {
        if (Header.IsOfTotals && _counts.Count > 0)
        {
            Findings.Add(FindingKind.TotalsAlone, () => $"{_counts.Count} counts");
            _counts.Clear();
        }

        return new CounterReport
        {
            Header = Header, Exceptions = Exceptions, Items = _items, AttributeSets = _attributeSets, Metrics = Metrics.Names, Counts = _counts, Findings = Findings.All, HasItems = HasItems,
        };
    }

    /// <summary>In the order of their texts, whatever order they came in.</summary>
    private ItemId[] IdsOf(ReportEntry entry) =>
        [.. entry.Ids.Select(id => new ItemId(Texts[id.Kind], Texts[id.Value])).OrderBy(id => id.Kind, StringComparer.Ordinal).ThenBy(id => id.Value, StringComparer.Ordinal)];

    private string? TextOf(int text) => text == TextTable.Empty ? null : Texts[text];
}
