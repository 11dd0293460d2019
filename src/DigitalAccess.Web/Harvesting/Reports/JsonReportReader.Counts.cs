using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace DigitalAccess.Web.Harvesting.Reports;

internal sealed partial class JsonReportReader
{
    private const int LongestShown = 32;

    private readonly List<(int Name, int Value)> _attributes = [];

    /// <summary>Release 5.1: the counts of one combination of attributes after the other.</summary>
    private void AttributePerformance(ref JsonStream json, ReportEntry entry)
    {
        json.Read();
        if (json.Token != JsonTokenType.StartArray)
        {
            if (json.Token != JsonTokenType.Null)
                Odd(ref json, "Attribute_Performance");
            return;
        }

        while (json.Read() && json.Token != JsonTokenType.EndArray)
        {
            if (json.Token != JsonTokenType.StartObject)
            {
                Odd(ref json, "Attribute_Performance");
                continue;
            }

            Combination(ref json, entry);
        }
    }

    private void Combination(ref JsonStream json, ReportEntry entry)
    {
        var first = entry.Counts.Count;
        _attributes.Clear();
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            if (json.Is("Performance"u8))
                Performance(ref json, entry, DoesNotMatter);
            else if (json.Is("Components"u8))
                Components(ref json);
            else if (AttributeName(ref json) is { } name)
                Attribute(ref json, _attributes, name);
            else
                json.Skip();
        }

        if (entry.Counts.Count == first)
            return;
        var attributes = _report.AttributeSetOf(_attributes);
        for (var at = first; at < entry.Counts.Count; at++)
            entry.Counts[at] = entry.Counts[at] with { Attributes = attributes };
    }

    /// <summary>Release 5: a list of periods. Release 5.1: an object of metrics, each with its months.</summary>
    private void Performance(ref JsonStream json, ReportEntry entry, int attributes)
    {
        json.Read();
        switch (json.Token)
        {
            case JsonTokenType.StartArray:
                while (json.Read() && json.Token != JsonTokenType.EndArray)
                    if (json.Token == JsonTokenType.StartObject)
                        Period(ref json, entry);
                    else
                        Odd(ref json, "Performance");
                break;
            case JsonTokenType.StartObject:
                while (json.Read() && json.Token == JsonTokenType.PropertyName)
                    Months(ref json, entry, attributes, _report.Metrics.Of(NameOf(ref json)));
                break;
            case JsonTokenType.Null:
                break;
            default:
                Odd(ref json, "Performance");
                break;
        }
    }

    private void Months(ref JsonStream json, ReportEntry entry, int attributes, int metric)
    {
        json.Read();
        if (json.Token != JsonTokenType.StartObject)
        {
            Odd(ref json, "Performance");
            return;
        }

        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            var month = MonthText.Parse(json.Raw);
            if (month is null)
                NoMonth(Shown(json.Raw));
            json.Read();
            if (month is { } known && Count(ref json, entry, metric) is { } count)
                entry.Counts.Add(new EntryCount(attributes, Within(known), metric, count));
        }
    }

    /// <summary>The counts of a period may stand before it.</summary>
    private void Period(ref JsonStream json, ReportEntry entry)
    {
        var (first, month) = (entry.Counts.Count, (int?)null);
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            if (json.Is("Period"u8))
                month = MonthOf(ref json);
            else if (json.Is("Instance"u8))
                Instances(ref json, entry);
            else
                json.Skip();
        }

        if (month is { } known)
            for (var at = first; at < entry.Counts.Count; at++)
                entry.Counts[at] = entry.Counts[at] with { Month = known };
        else
            entry.Counts.RemoveRange(first, entry.Counts.Count - first);
    }

    private int? MonthOf(ref JsonStream json)
    {
        json.Read();
        if (json.Token != JsonTokenType.StartObject)
        {
            Odd(ref json, "Period");
            return null;
        }

        var (begin, end, shown) = ((int?)null, (int?)null, "");
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            var isBegin = json.Is("Begin_Date"u8);
            if (!isBegin && !json.Is("End_Date"u8))
            {
                json.Skip();
                continue;
            }

            json.Read();
            var month = json.Token == JsonTokenType.String ? MonthText.Parse(json.Raw) : null;
            if (month is null)
                shown = Shown(json.Raw);
            (begin, end) = isBegin ? (month, end) : (begin, month);
        }

        if (begin is { } one && one == end)
            return Within(one);
        NoMonth(begin is null || end is null ? shown : $"{begin} to {end}");
        return null;
    }

    private void Instances(ref JsonStream json, ReportEntry entry)
    {
        json.Read();
        if (json.Token != JsonTokenType.StartArray)
        {
            Odd(ref json, "Instance");
            return;
        }

        while (json.Read() && json.Token != JsonTokenType.EndArray)
        {
            if (json.Token != JsonTokenType.StartObject)
            {
                Odd(ref json, "Instance");
                continue;
            }

            var (metric, count) = (DoesNotMatter, (int?)null);
            while (json.Read() && json.Token == JsonTokenType.PropertyName)
            {
                if (json.Is("Metric_Type"u8))
                {
                    metric = _report.Metrics.Of(Text(ref json, "Metric_Type"));
                }
                else if (json.Is("Count"u8))
                {
                    json.Read();
                    count = Count(ref json, entry, metric);
                }
                else
                {
                    json.Skip();
                }
            }

            if (metric != DoesNotMatter && count is { } uses)
                entry.Counts.Add(new EntryCount(DoesNotMatter, 0, metric, uses));
        }
    }

    /// <returns>Null for what is no count, with a finding that names the row.</returns>
    private int? Count(ref JsonStream json, ReportEntry entry, int metric)
    {
        var count = -1;
        if (json.Token == JsonTokenType.Number && json.TryGetInt32(out var number))
        {
            count = number;
        }
        else if (json.Token == JsonTokenType.String && _options.TakesCountsAsText && Utf8Parser.TryParse(json.Raw, out int text, out var length) && length == json.Raw.Length)
        {
            count = text;
            _report.Findings.Add(FindingKind.CountAsText);
        }

        if (count > 0)
            return count;
        if (count == 0)
        {
            _report.Findings.Add(FindingKind.CountOfZero);
            return 0;
        }

        NoCount(entry, metric, json.Token is JsonTokenType.StartObject or JsonTokenType.StartArray ? json.Token.ToString() : Shown(json.Raw));
        json.Skip();
        return null;
    }

    private int Within(int month)
    {
        if (month < _report.Header.FirstMonth || month > _report.Header.LastMonth)
            MonthOutside(month);
        return month;
    }

    // Apart, so that what examples are made of is gathered only where there is something to tell.
    private void NoCount(ReportEntry entry, int metric, string shown) =>
        _report.Findings.Add(FindingKind.NoCount, () => $"{_report.Texts[entry.Name]}: {(metric < 0 ? "" : _report.Metrics.Names[metric])} {shown}");

    private void MonthOutside(int month) => _report.Findings.Add(FindingKind.MonthOutside, () => $"{month}");

    private void NoMonth(string shown) => _report.Findings.Add(FindingKind.NoMonth, () => shown);

    private static string Shown(ReadOnlySpan<byte> raw) => Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, LongestShown)]);
}
