using System.Globalization;

namespace DigitalAccess.Web.Usage;

/// <summary>A month as addresses carry it: <c>?month=2026-11</c>.</summary>
internal static class MonthInAddress
{
    private const string Format = "yyyy-MM";

    public static string Write(DateOnly month) => month.ToString(Format, CultureInfo.InvariantCulture);

    /// <returns>First day of the month; this month when the address holds none, one that has not come, or none at all that could be.</returns>
    public static DateOnly Read(string? text, DateOnly today)
    {
        var now = new DateOnly(today.Year, today.Month, 1);
        return DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) && month <= now && month.Year >= 2000
            ? month
            : now;
    }
}
