using System.Globalization;

namespace DigitalAccess.Web.Data;

/// <summary>A text of the region's own, by two-letter language code; Swedish is what every text must have.</summary>
internal sealed class LocalizedText : Dictionary<string, string>
{
    public const string Fallback = "sv";

    public LocalizedText() : base(StringComparer.Ordinal) { }

    /// <summary>The text in the page's language, else in Swedish, else in whatever language there is.</summary>
    public string Current
    {
        get
        {
            if (TryGetValue(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, out var text) || TryGetValue(Fallback, out text))
                return text;
            return Values.FirstOrDefault() ?? "";
        }
    }

    public override string ToString() => Current;
}
