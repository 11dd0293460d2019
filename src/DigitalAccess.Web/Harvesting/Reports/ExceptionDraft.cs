using System.Globalization;
using System.Text.Json;

namespace DigitalAccess.Web.Harvesting.Reports;

/// <summary>An exception while it is read: field by field, in whatever case vendors write their names.</summary>
internal struct ExceptionDraft
{
    private const int LongestText = 2000;

    private int? _code;
    private string? _message;
    private string? _data;
    private bool _any;

    /// <summary>Null where nothing of an exception was met.</summary>
    public readonly ReportException? Exception => _any ? new ReportException(_code, _message, _data) : null;

    /// <summary>Takes one field, whose name has been read, or passes over it.</summary>
    public void Take(ref JsonStream json)
    {
        var name = json.GetString() ?? "";
        json.Read();
        switch (name.ToUpperInvariant())
        {
            case "CODE" or "NUMBER":
                _code = Number(Value(ref json));
                _any = true;
                break;
            case "MESSAGE":
                _message = Value(ref json);
                _any = true;
                break;
            case "DATA":
                _data = Value(ref json);
                break;
            case "SEVERITY":
                _any = true;
                json.Skip();
                break;
            default:
                json.Skip();
                break;
        }
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;

    private static string? Value(ref JsonStream json)
    {
        switch (json.Token)
        {
            case JsonTokenType.String:
                var text = json.GetString()!;
                return text.Length <= LongestText ? text : text[..LongestText];
            case JsonTokenType.Number:
                return System.Text.Encoding.ASCII.GetString(json.Raw);
            default:
                json.Skip();
                return null;
        }
    }
}
