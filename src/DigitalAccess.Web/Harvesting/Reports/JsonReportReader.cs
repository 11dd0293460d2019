using System.Text;
using System.Text.Json;

namespace DigitalAccess.Web.Harvesting.Reports;

/// <summary>
/// Reads a COUNTER report, or what came instead of one, as JSON of release 5 or 5.1 (Code of Practice 5.0.3 and 5.1, 3.2). What
/// an element looks like decides how it is read, not what the header says: vendors mix both. Unknown fields are passed over,
/// odd values told.
/// </summary>
internal sealed partial class JsonReportReader
{
    /// <summary>Reports in reports, such as within <c>body</c>.</summary>
    private const int MostWrappings = 3;

    private readonly ReportBuilder _report = new();
    private readonly ReportReaderOptions _options;
    private readonly Stack<ReportEntry> _unused = [];

    private JsonReportReader(ReportReaderOptions options) => _options = options;

    /// <param name="json">The answer; read to its end, and not kept.</param>
    /// <param name="options">What is agreed with the vendor.</param>
    /// <exception cref="ReportUnreadableException">It is no JSON, or was cut off. Nothing of it is to be used.</exception>
    public static CounterReport Read(Stream json, ReportReaderOptions? options = null) => new JsonReportReader(options ?? new()).ReadAll(json, wrappings: 0);

    private CounterReport ReadAll(Stream source, int wrappings)
    {
        var json = new JsonStream(source);
        if (json.IsBlank)
            throw new ReportUnreadableException("The answer is empty.");
        if (json.IsWebPage)
            throw new ReportUnreadableException("The answer is a web page or XML, and no report.");
        try
        {
            json.Read();
            if (json.Token == JsonTokenType.String && wrappings < MostWrappings)
                return ReadWithin(json.GetString()!, wrappings);
            Root(ref json, wrappings);
            if (json.Read())
                throw new ReportUnreadableException("Something follows the report.");
        }
        catch (JsonException e)
        {
            throw new ReportUnreadableException($"The answer is no JSON from byte {json.Position} on, or was cut off there.", e);
        }

        return _report.Build();
    }

    /// <summary>A report written as a text within JSON; met where a vendor's own client failed.</summary>
    private CounterReport ReadWithin(string text, int wrappings)
    {
        _report.Findings.Add(FindingKind.Wrapped, () => "a text");
        using var inner = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return ReadAll(inner, wrappings + 1);
    }

    private void Root(ref JsonStream json, int wrappings)
    {
        switch (json.Token)
        {
            case JsonTokenType.StartObject:
                Envelope(ref json, wrappings);
                break;
            case JsonTokenType.StartArray:
                while (json.Read() && json.Token != JsonTokenType.EndArray)
                    Exception(ref json);
                break;
            case JsonTokenType.Null:
                break;
            default:
                throw new ReportUnreadableException("The answer is neither a report nor an exception.");
        }
    }

    /// <summary>A report; or an exception by itself, whose fields stand where a report's would.</summary>
    private void Envelope(ref JsonStream json, int wrappings)
    {
        var naked = new ExceptionDraft();
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            if (json.Is("Report_Header"u8))
                Header(ref json);
            else if (json.Is("Report_Items"u8))
                Items(ref json);
            else if (json.Is("Exceptions"u8) || json.Is("Exception"u8))
                Exceptions(ref json);
            else if (wrappings < MostWrappings && (json.Is("body"u8) || json.Is("response"u8) || json.Is("report"u8)))
                Wrapped(ref json, wrappings);
            else
                naked.Take(ref json);
        }

        if (naked.Exception is { } exception)
            _report.Exceptions.Add(exception);
    }

    private void Wrapped(ref JsonStream json, int wrappings)
    {
        json.Read();
        if (json.Token is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            _report.Findings.Add(FindingKind.Wrapped, () => "an object");
            Root(ref json, wrappings + 1);
        }
    }

    /// <summary>A list, or one alone.</summary>
    private void Exceptions(ref JsonStream json)
    {
        json.Read();
        if (json.Token == JsonTokenType.StartArray)
            while (json.Read() && json.Token != JsonTokenType.EndArray)
                Exception(ref json);
        else
            Exception(ref json);
    }

    private void Exception(ref JsonStream json)
    {
        if (json.Token != JsonTokenType.StartObject)
        {
            Odd(ref json, "Exceptions");
            return;
        }

        var draft = new ExceptionDraft();
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
            draft.Take(ref json);
        _report.Exceptions.Add(draft.Exception ?? new ReportException(null, null, null));
    }

    /// <summary>Passes over a value that is of another kind than belongs there.</summary>
    private void Odd(ref JsonStream json, string where)
    {
        var token = json.Token;
        _report.Findings.Add(FindingKind.OddValue, () => $"{where} is {token}");
        json.Skip();
    }

    /// <returns>The number of a value that is a text or a number; that of the empty text for null and for what is neither.</returns>
    private int Text(ref JsonStream json, string where)
    {
        json.Read();
        switch (json.Token)
        {
            case JsonTokenType.String when json.IsEscaped:
                Span<byte> unescaped = json.Raw.Length <= 1024 ? stackalloc byte[1024] : new byte[json.Raw.Length];
                return _report.Texts.Of(unescaped[..json.CopyString(unescaped)]);
            case JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                return _report.Texts.Of(json.Raw);
            case JsonTokenType.Null:
                return TextTable.Empty;
            default:
                Odd(ref json, where);
                return TextTable.Empty;
        }
    }
}
