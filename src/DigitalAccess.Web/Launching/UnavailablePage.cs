using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace DigitalAccess.Web.Launching;

/// <summary>Where the patron reads that a vendor does not answer.</summary>
internal static class UnavailablePage
{
    public static string AddressOf(LaunchResult.Unavailable down, string? title)
    {
        var address = QueryHelpers.AddQueryString($"/unavailable/{down.Resource}", "ref", down.Reference);
        if (down.TryAgainIn is { } wait)
            address = QueryHelpers.AddQueryString(address, "wait", Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        return title is null ? address : QueryHelpers.AddQueryString(address, "title", title);
    }
}
