namespace DigitalAccess.Simulators.Vendors;

/// <summary>What the vendors call their customers: each keeps such a list, for a claim holds no more than the library's code.</summary>
internal static class LibraryNames
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["aneby"] = "Aneby", ["eksjo"] = "Eksjö", ["gislaved"] = "Gislaved", ["gnosjo"] = "Gnosjö", ["habo"] = "Habo", ["jonkoping"] = "Jönköping",
        ["mullsjo"] = "Mullsjö", ["nassjo"] = "Nässjö", ["savsjo"] = "Sävsjö", ["tranas"] = "Tranås", ["vaggeryd"] = "Vaggeryd",
        ["vetlanda"] = "Vetlanda", ["varnamo"] = "Värnamo",
    };

    public static IEnumerable<string> Codes => Names.Keys;

    public static string Of(string? code) => code switch
    {
        null => "ditt bibliotek",
        _ when Names.TryGetValue(code, out var name) => $"{name} bibliotek",
        _ => code,
    };
}
