using System.Globalization;

namespace DigitalAccess.Web.Regions.Entries;

internal static class Durations
{
    /// <summary>Seconds with their unit, <c>5s</c> or <c>0.5s</c>: a bare number would leave open what it counts.</summary>
    public static TimeSpan? Parse(string text) =>
        text.EndsWith('s') && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= 3600
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
