using System.Globalization;

namespace DigitalAccess.Ils.Sip2;

/// <summary>Dates as they come: eight digits, then anything (a time, a glued-on category).</summary>
internal static class Sip2Dates
{
    public static DateOnly? Read(string? value) =>
        value is { Length: >= 8 } && DateOnly.TryParseExact(value.AsSpan(0, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;

    /// <summary>A time of a request: "YYYYMMDDZZZZHHMMSS" (SIP2 2.12, "transaction date").</summary>
    public static string Write(DateTimeOffset now, TimestampZone zone, TimeZoneInfo library)
    {
        var time = zone == TimestampZone.Utc ? now.ToUniversalTime() : TimeZoneInfo.ConvertTime(now, library);
        var mark = zone switch { TimestampZone.Utc => "   Z", TimestampZone.Zeros => "0000", _ => "    " };
        return string.Create(CultureInfo.InvariantCulture, $"{time:yyyyMMdd}{mark}{time:HHmmss}");
    }

    /// <summary>The time in an answer, null where it is blank or impossible.</summary>
    public static DateTimeOffset? ReadTime(ReadOnlySpan<char> eighteen, TimeZoneInfo library)
    {
        var digits = $"{eighteen[..8]}{eighteen[12..]}";
        if (!DateTime.TryParseExact(digits, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return null;
        var isUtc = eighteen[8..12].Contains('Z');
        return new DateTimeOffset(time, isUtc ? TimeSpan.Zero : library.GetUtcOffset(time));
    }

    public static DateOnly Today(TimeProvider clock, TimeZoneInfo library) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), library).DateTime);
}
