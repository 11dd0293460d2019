using DigitalAccess.Web.Privacy;

namespace DigitalAccess.Web.Regions;

/// <summary>What goes out to vendors as it stands in the files, of every patron alike.</summary>
internal static class ReleaseChecks
{
    private const int Longest = 255;

    public static string? Constant(string value) =>
        Checks.Filled(value) ?? (value.Length > Longest || value.Any(char.IsControl) ? $"must be at most {Longest} signs on one line" : NoIdentityNumber(value));

    /// <summary>A library's name or slug that would never leave: told now, and not by vendors that miss it.</summary>
    public static string? NamedToVendors(string value) => Checks.Filled(value) ?? NoIdentityNumber(value);

    /// <summary>What stands after the @ of an affiliation: a domain.</summary>
    public static string? Scope(string value) =>
        Uri.CheckHostName(value) == UriHostNameType.Dns && !value.Any(char.IsUpper) && !value.EndsWith('.')
            ? NoIdentityNumber(value)
            : $"must be a domain in small letters, such as habo.bibliotek.example.se, not '{value}'";

    /// <summary>The number itself is not repeated: what the import says ends up in logs.</summary>
    public static string? NoIdentityNumber(string value) =>
        IdentityNumbers.Found(value) is { } kind ? $"holds what looks like a person's identity number ({kind}), and no such number is told to any vendor" : null;
}
