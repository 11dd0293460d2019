namespace DigitalAccess.Web.Harvesting.Reports;

/// <summary>Metrics by number: those of the Code of Practice (5.1, 3.3.5) have the same in every report, others come behind them.</summary>
internal sealed class MetricTable(TextTable texts)
{
    /// <summary>In the order in which they are stored.</summary>
    public static readonly IReadOnlyList<string> Known =
    [
        "Searches_Automated", "Searches_Federated", "Searches_Platform", "Searches_Regular",
        "Total_Item_Investigations", "Total_Item_Requests", "Unique_Item_Investigations", "Unique_Item_Requests",
        "Unique_Title_Investigations", "Unique_Title_Requests", "Limit_Exceeded", "No_License",
    ];

    private readonly List<string> _names = [.. Known];
    private readonly Dictionary<int, int> _byText = Known.Select((name, place) => (name, place)).ToDictionary(m => texts.Of(m.name), m => m.place);

    public IReadOnlyList<string> Names => _names;

    public int Of(int text)
    {
        if (_byText.TryGetValue(text, out var metric))
            return metric;
        _names.Add(texts[text]);
        return _byText[text] = _names.Count - 1;
    }
}
