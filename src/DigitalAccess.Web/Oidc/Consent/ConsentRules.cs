using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DigitalAccess.Web.Releases;

namespace DigitalAccess.Web.Oidc.Consent;

/// <summary>Whether a yes that was given covers what is asked for now: less is covered, more is asked anew.</summary>
internal static class ConsentRules
{
    private const string Offline = "offline:";

    /// <summary>
    /// What a contract tells of the patron, line by line and whatever the vendor calls it; and for how many days its app stays
    /// signed in.
    /// </summary>
    public static string Fingerprint(IEnumerable<AttributeRelease> contract, int? daysSignedIn)
    {
        var lines = contract.Select(line => Hash($"{line.Source} {line.Value}")).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return string.Join(' ', daysSignedIn is { } days ? lines.Append(string.Create(CultureInfo.InvariantCulture, $"{Offline}{days}")) : lines);
    }

    public static bool Covers(string given, string asked)
    {
        var lines = LinesOf(given);
        return LinesOf(asked).All(line => lines.Contains(line) || DaysIn([line]) is > 0 and var days && days <= DaysIn(lines));
    }

    /// <summary>Whether it says that the vendor's app stays signed in.</summary>
    public static bool StaysSignedIn(string contract) => DaysIn(LinesOf(contract)) > 0;

    private static string[] LinesOf(string contract) => contract.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static int DaysIn(IEnumerable<string> lines) => lines.Where(line => line.StartsWith(Offline, StringComparison.Ordinal))
        .Select(line => int.Parse(line.AsSpan(Offline.Length), CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max();

    private static string Hash(string line) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(line)).AsSpan(0, 9));
}
