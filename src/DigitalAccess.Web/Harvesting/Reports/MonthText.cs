namespace DigitalAccess.Web.Harvesting.Reports;

/// <summary>Months as vendors write them: <c>2026-01</c>, or a day of the month.</summary>
internal static class MonthText
{
    /// <returns>202601 for January 2026; null for what is no month.</returns>
    public static int? Parse(ReadOnlySpan<byte> text)
    {
        if (text.Length < 7 || text[4] != '-' || (text.Length > 7 && text[7] is not ((byte)'-' or (byte)'T')))
            return null;
        var (year, month) = (0, 0);
        foreach (var digit in text[..4])
            year = year * 10 + (digit - '0' is >= 0 and <= 9 and var value ? value : 100_000);
        foreach (var digit in text[5..7])
            month = month * 10 + (digit - '0' is >= 0 and <= 9 and var value ? value : 1_000);
        return year is >= 1990 and <= 2200 && month is >= 1 and <= 12 ? year * 100 + month : null;
    }
}
