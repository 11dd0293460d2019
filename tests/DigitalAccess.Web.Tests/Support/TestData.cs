namespace DigitalAccess.Web.Tests.Support;

/// <summary>Small helpers for what every test of refusals says.</summary>
internal static class TestData
{
    public static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
