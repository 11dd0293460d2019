using Microsoft.Extensions.Localization;

namespace DigitalAccess.Web.Pages;

/// <summary>A time in words, rounded up: "1 minute", "15 minutes", "3 hours".</summary>
internal static class DurationWords
{
    private static readonly TimeSpan LongestInMinutes = TimeSpan.FromMinutes(90);

    public static string Of(TimeSpan time, IStringLocalizer text) => time > LongestInMinutes
        ? text["Time.Hours", (int)Math.Ceiling(time.TotalHours)]
        : (int)Math.Ceiling(time.TotalMinutes) is > 1 and var minutes ? text["Time.Minutes", minutes] : text["Time.Minute"];
}
