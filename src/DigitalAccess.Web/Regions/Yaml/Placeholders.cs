using System.Text.RegularExpressions;

namespace DigitalAccess.Web.Regions.Yaml;

/// <summary>
/// Fills <c>${NAME}</c> and <c>${NAME:-default}</c> from section <c>Region:Values</c> of the configuration, else from the
/// environment: addresses differ between test and live, the rest of the files does not.
/// </summary>
internal sealed partial class Placeholders(IConfiguration configuration)
{
    public const string Section = "Region:Values";

    public string Fill(string text, Place at, Faults faults)
    {
        if (!text.Contains("${", StringComparison.Ordinal))
            return text;
        var filled = Pattern().Replace(text, match => Value(match, at, faults));
        if (Pattern().Replace(text, "").Contains("${", StringComparison.Ordinal))
            faults.Add(at, "a placeholder is written ${NAME} or ${NAME:-default}, the name in capitals, digits and single underscores");
        return filled;
    }

    private string Value(Match match, Place at, Faults faults)
    {
        var name = match.Groups["name"].Value;
        var value = configuration.GetSection(Section)[name] ?? Environment.GetEnvironmentVariable(name);
        if (!string.IsNullOrEmpty(value))
            return value;
        if (match.Groups["default"].Success)
            return match.Groups["default"].Value;
        faults.Add(at, $"${{{name}}} has no value; set the environment variable {name} or Region__Values__{name}, or write ${{{name}:-default}}");
        return match.Value;
    }

    // No double underscore: that is how the environment spells sections, and the section of the secrets is not for here.
    [GeneratedRegex(@"\$\{(?<name>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)(?::-(?<default>[^}]*))?\}", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
