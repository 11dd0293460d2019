namespace DigitalAccess.Web.Harvesting.Reports;

/// <summary>Something odd about a report, all of its kind together.</summary>
/// <param name="Kind">What is odd.</param>
/// <param name="Times">How often it was met.</param>
/// <param name="Examples">Where, a few times: never more than people read.</param>
internal sealed record ReportFinding(FindingKind Kind, int Times, IReadOnlyList<string> Examples);

internal enum FindingKind
{
    /// <summary>A count that is none, is below nothing, or beyond counting. It is not taken.</summary>
    NoCount,

    /// <summary>A count written as a text. It is taken, where that is allowed.</summary>
    CountAsText,

    /// <summary>A count of nothing, which the Code of Practice leaves out. It is taken.</summary>
    CountOfZero,

    /// <summary>A period that is not one month. Its counts are not taken.</summary>
    NoMonth,

    /// <summary>A month outside of what the report says it is about. It is taken, and told apart by whoever stores it.</summary>
    MonthOutside,

    /// <summary>An item without counts.</summary>
    NothingUsed,

    /// <summary>A value of another kind than belongs there. It is passed over.</summary>
    OddValue,

    /// <summary>Counts of parts of an item, which are counted with the item already. They are passed over.</summary>
    ComponentsLeftOut,

    /// <summary>A report within another object, such as <c>body</c>. It is read.</summary>
    Wrapped,

    /// <summary>The numbers are of the whole range and not of months. None is taken.</summary>
    TotalsAlone,
}

/// <summary>Gathers findings, and keeps a few examples of each kind: a report can have one odd thing a million times.</summary>
internal sealed class FindingLog
{
    private const int MostExamples = 10;
    private const int LongestExample = 200;

    private readonly Dictionary<FindingKind, (int Times, List<string> Examples)> _found = [];

    /// <param name="kind">What is odd.</param>
    /// <param name="where">Called only where it is kept.</param>
    public void Add(FindingKind kind, Func<string>? where = null)
    {
        var (times, examples) = _found.GetValueOrDefault(kind, (0, []));
        _found[kind] = (times + 1, examples);
        if (where is not null && examples.Count < MostExamples && where() is var text)
            examples.Add(text.Length <= LongestExample ? text : $"{text[..LongestExample]}…");
    }

    public IReadOnlyList<ReportFinding> All => [.. _found.OrderBy(f => f.Key).Select(f => new ReportFinding(f.Key, f.Value.Times, f.Value.Examples))];
}
