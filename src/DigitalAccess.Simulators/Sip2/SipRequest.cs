using System.Globalization;
using System.Text;

namespace DigitalAccess.Simulators.Sip2;

/// <summary>A request as this simulator reads it. Written apart from the broker's codec, so that neither repeats the other's mistake.</summary>
internal sealed class SipRequest
{
    private readonly Dictionary<string, string> _fields = [];

    private SipRequest(string command) => Command = command;

    public string Command { get; }

    public char? Sequence { get; private set; }

    /// <summary>False where a checksum came that does not add up.</summary>
    public bool IsIntact { get; private set; } = true;

    public string? this[string tag] => _fields.GetValueOrDefault(tag);

    public static SipRequest Read(byte[] line, Encoding encoding)
    {
        var text = encoding.GetString(line);
        var request = new SipRequest(text.Length >= 2 ? text[..2] : "");
        var mark = text.LastIndexOf("AY", StringComparison.Ordinal);
        if (mark > 0 && text.Length >= mark + 9 && text.Substring(mark + 3, 2) == "AZ")
        {
            request.Sequence = text[mark + 2];
            request.IsIntact = string.Equals(SipChecksum.Of(encoding.GetBytes(text[..(mark + 5)])), text[(mark + 5)..], StringComparison.OrdinalIgnoreCase);
            text = text[..mark];
        }
        else
        {
            // Koha cuts what is no letter or digit from the end of a message without error detection.
            while (text.Length > 0 && !char.IsAsciiLetterOrDigit(text[^1]))
                text = text[..^1];
        }

        request.ReadFields(text);
        return request;
    }

    private void ReadFields(string text)
    {
        var start = Command switch { "93" => 4, "99" => 10, "23" => 23, "63" => 33, "35" => 20, _ => 2 };
        foreach (var part in text.Length > start ? text[start..].Split('|') : [])
        {
            // The first wins for PINs and the like, as seen at Koha's patron look-up.
            if (part.Length >= 2)
                _fields.TryAdd(part[..2], part[2..]);
        }
    }
}

internal static class SipChecksum
{
    public static string Of(byte[] bytes)
    {
        var sum = bytes.Aggregate(0, (total, next) => total + next) & 0xFFFF;
        return ((0x10000 - sum) & 0xFFFF).ToString("X4", CultureInfo.InvariantCulture);
    }
}
