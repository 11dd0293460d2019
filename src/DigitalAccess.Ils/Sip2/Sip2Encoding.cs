using System.Globalization;
using System.Text;

namespace DigitalAccess.Ils.Sip2;

/// <summary>
/// Encodings in which a delimiter is always one byte. What cannot be encoded throws, so that a question mark never stands
/// for a letter of a PIN; what cannot be decoded becomes U+FFFD, so that a name cannot fail a login.
/// </summary>
internal static class Sip2Encoding
{
    public const char Undecodable = '\uFFFD';

    private static readonly EncoderFallback Strict = EncoderFallback.ExceptionFallback;
    private static readonly DecoderFallback Lenient = new DecoderReplacementFallback(Undecodable.ToString());

    public static Encoding? Find(string name)
    {
        var encoding = Lookup(Alias(name.Trim()));
        return encoding is { IsSingleByte: true } or { CodePage: 65001 } ? encoding : null;
    }

    private static string Alias(string name) => name.ToLowerInvariant() switch
    {
        "utf8" => "utf-8",
        "ascii" => "us-ascii",
        "latin1" or "latin-1" => "iso-8859-1",
        "cp850" => "850",
        "cp437" => "437",
        "cp865" => "865",
        var other => other,
    };

    private static Encoding? Lookup(string name)
    {
        try
        {
            return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var page)
                ? CodePagesEncodingProvider.Instance.GetEncoding(page, Strict, Lenient) ?? Encoding.GetEncoding(page, Strict, Lenient)
                : CodePagesEncodingProvider.Instance.GetEncoding(name, Strict, Lenient) ?? Encoding.GetEncoding(name, Strict, Lenient);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
