using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DigitalAccess.Web.Harvesting.Reports;

internal sealed partial class JsonReportReader
{
    private void Header(ref JsonStream json)
    {
        json.Read();
        if (json.Token != JsonTokenType.StartObject)
        {
            Odd(ref json, "Report_Header");
            return;
        }

        var header = new ReportHeader();
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            if (json.Is("Report_ID"u8))
                header = header with { ReportId = String(ref json, "Report_ID")?.ToUpperInvariant() };
            else if (json.Is("Release"u8))
                header = header with { Release = String(ref json, "Release") };
            else if (json.Is("Created_By"u8))
                header = header with { CreatedBy = String(ref json, "Created_By") };
            else if (json.Is("Created"u8))
                header = header with { Created = Instant(String(ref json, "Created")) };
            else if (json.Is("Institution_Name"u8))
                header = header with { InstitutionName = String(ref json, "Institution_Name") };
            else if (json.Is("Customer_ID"u8))
                header = header with { CustomerId = String(ref json, "Customer_ID") };
            else if (json.Is("Report_Filters"u8))
                header = header with { Filters = Named(ref json, "Report_Filters") };
            else if (json.Is("Report_Attributes"u8))
                header = header with { Attributes = Named(ref json, "Report_Attributes") };
            else if (json.Is("Exceptions"u8) || json.Is("Exception"u8))
                Exceptions(ref json);
            else
                json.Skip();
        }

        _report.Header = header with { FirstMonth = Month(header, "Begin_Date"), LastMonth = Month(header, "End_Date") };
    }

    /// <summary>Release 5 has a list of names and values, several of which stand in one text; release 5.1 an object of them.</summary>
    private Dictionary<string, IReadOnlyList<string>> Named(ref JsonStream json, string where)
    {
        var named = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        json.Read();
        if (json.Token == JsonTokenType.StartArray)
        {
            while (json.Read() && json.Token != JsonTokenType.EndArray)
                if (json.Token == JsonTokenType.StartObject)
                    NameAndValue(ref json, named, where);
                else
                    Odd(ref json, where);
        }
        else if (json.Token == JsonTokenType.StartObject)
        {
            while (json.Read() && json.Token == JsonTokenType.PropertyName)
                named[json.GetString()!] = Values(ref json, where);
        }
        else if (json.Token != JsonTokenType.Null)
        {
            Odd(ref json, where);
        }

        return named;
    }

    private void NameAndValue(ref JsonStream json, Dictionary<string, IReadOnlyList<string>> named, string where)
    {
        var (name, values) = ((string?)null, (IReadOnlyList<string>)[]);
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            if (json.Is("Name"u8))
                name = String(ref json, where);
            else if (json.Is("Value"u8))
                values = Values(ref json, where);
            else
                json.Skip();
        }

        if (name is not null)
            named[name] = values;
    }

    private List<string> Values(ref JsonStream json, string where)
    {
        var values = new List<string>();
        json.Read();
        if (json.Token == JsonTokenType.StartArray)
        {
            while (json.Read() && json.Token != JsonTokenType.EndArray)
                if (Scalar(ref json) is { } value)
                    values.Add(value);
                else
                    Odd(ref json, where);
        }
        else if (Scalar(ref json) is { } text)
        {
            values.AddRange(text.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }
        else if (json.Token != JsonTokenType.Null)
        {
            Odd(ref json, where);
        }

        return values;
    }

    private static string? Scalar(ref JsonStream json) => json.Token switch
    {
        JsonTokenType.String => json.GetString(),
        JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => Encoding.ASCII.GetString(json.Raw),
        _ => null,
    };

    private string? String(ref JsonStream json, string where) => Text(ref json, where) is var text && text != TextTable.Empty ? _report.Texts[text] : null;

    private static DateTimeOffset? Instant(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;

    private static int? Month(ReportHeader header, string filter) =>
        header.Filters.TryGetValue(filter, out var values) && values is [{ } first, ..] ? MonthText.Parse(Encoding.UTF8.GetBytes(first)) : null;
}
