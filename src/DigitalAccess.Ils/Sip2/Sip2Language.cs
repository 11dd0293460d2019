namespace DigitalAccess.Ils.Sip2;

/// <summary>Language codes (SIP2 2.12, "language") for two-letter codes; 000 where SIP2 has none.</summary>
internal static class Sip2Language
{
    public static string Code(string twoLetters) => twoLetters.Trim().ToLowerInvariant() switch
    {
        "en" => "001",
        "fr" => "002",
        "de" => "003",
        "it" => "004",
        "nl" => "005",
        "sv" => "006",
        "fi" => "007",
        "es" => "008",
        "da" => "009",
        "pt" => "010",
        "no" or "nb" or "nn" => "012",
        "zh" => "019",
        "is" => "025",
        _ => "000",
    };
}
