using System.Net;
using System.Text.RegularExpressions;

namespace DigitalAccess.Web.Regions;

/// <returns>What is wrong with the value and what to write instead, or null.</returns>
internal delegate string? Check(string value);

/// <summary>What a single value must be, whatever else the files say.</summary>
internal static partial class Checks
{
    public static string? Filled(string value) => string.IsNullOrWhiteSpace(value) ? "must not be empty" : null;

    public static string? Slug(string value) => value.Length <= 60 && SlugPattern().IsMatch(value)
        ? null
        : "must be 1 to 60 small letters a-z and digits, words joined by single hyphens, such as barnens-bibliotek";

    /// <summary>
    /// What OpenID Connect clients are called; URL-safe, so that nobody has to escape it, and never like a patron's subject
    /// (RFC 9700, section 4.15).
    /// </summary>
    public static string? ClientId(string value)
    {
        if (!ClientIdPattern().IsMatch(value))
            return "must be 1 to 100 letters, digits, dots, hyphens or underscores";
        return value.Length == SubjectLength && !value.Contains('.', StringComparison.Ordinal)
            ? $"must not be {SubjectLength} characters long: so are the pseudonyms of patrons"
            : null;
    }

    /// <summary>A pairwise subject is a SHA-256 in base64url.</summary>
    private const int SubjectLength = 43;

    /// <summary>RFC 6749, section 3.3, and with something before a colon or dot, so that it is never taken for one of OpenID Connect's own.</summary>
    public static string? Scope(string value) =>
        ScopePattern().IsMatch(value) ? null : $"must be a scope of an API such as usage.read, not '{value}'";

    public static string? SecretName(string value) => SecretNamePattern().IsMatch(value)
        ? null
        : "names an entry of the section Secrets in letters, digits and single underscores, such as ILS_HABO; the secret itself never stands in a file";

    public static string? Email(string value) => EmailPattern().IsMatch(value) ? null : $"must be an e-mail address, not '{value}'";

    public static string? TimeZone(string value) => TimeZoneInfo.TryFindSystemTimeZoneById(value, out var zone) && zone.HasIanaId
        ? null
        : $"is no known time zone: '{value}'; write an IANA name such as Europe/Stockholm";

    public static string? Network(string value)
    {
        if (!IPNetwork.TryParse(value, out var network))
            return $"must be a network in CIDR notation such as 192.0.2.0/24, not '{value}'";
        return network.PrefixLength == 0 ? $"'{value}' is the whole internet; write the library's own network" : null;
    }

    /// <summary>As the login form runs it: whole text, no backtracking, so that no pattern can hang a login.</summary>
    public static string? Pattern(string value)
    {
        try
        {
            _ = new Regex($"^(?:{value})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return $"is not a regular expression that can be used here: {e.Message.TrimEnd('.')}; write one without look-around and back-references, such as \\d{{14}}";
        }
    }

    [GeneratedRegex(@"\A[a-z0-9]+(?:-[a-z0-9]+)*\z")]
    private static partial Regex SlugPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,100}\z")]
    private static partial Regex ClientIdPattern();

    [GeneratedRegex(@"\A[a-z0-9-]+[.:][a-z0-9.:-]{1,80}\z")]
    private static partial Regex ScopePattern();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*\z")]
    private static partial Regex SecretNamePattern();

    [GeneratedRegex(@"\A[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+\z")]
    private static partial Regex EmailPattern();
}
