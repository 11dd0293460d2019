namespace DigitalAccess.Web.Harvesting.Reports;

/// <summary>One entry of a report's list while it is read; names and values are numbers of texts. Used again for the next.</summary>
internal sealed class ReportEntry
{
    public int Name { get; set; }
    public int Platform { get; set; }
    public int Publisher { get; set; }
    public List<(int Kind, int Value)> Ids { get; } = [];

    /// <summary>Said of all counts of the entry, as release 5 has it.</summary>
    public List<(int Name, int Value)> Attributes { get; } = [];

    /// <summary>Those whose attributes are known already, as release 5.1 has it, and the others.</summary>
    public List<EntryCount> Counts { get; } = [];

    /// <summary>Of an entry that is a title: its items, until it is known what they are part of.</summary>
    public List<ReportEntry> Parts { get; } = [];
    public ReportEntry? Parent { get; set; }

    public void Clear()
    {
        (Name, Platform, Publisher, Parent) = (TextTable.Empty, TextTable.Empty, TextTable.Empty, null);
        Ids.Clear();
        Attributes.Clear();
        Counts.Clear();
        Parts.Clear();
    }
}

/// <param name="Attributes">Place of its attributes; below zero where the entry's own count.</param>
/// <param name="Month">As 202601.</param>
/// <param name="Metric">Place of its metric.</param>
/// <param name="Count">Uses.</param>
internal readonly record struct EntryCount(int Attributes, int Month, int Metric, int Count);
