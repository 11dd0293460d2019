using System.Text.RegularExpressions;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Conformance;

/// <summary>The tests of both projects as their sources have them: the library's own are in another assembly than these.</summary>
internal static partial class TestSources
{
    private static readonly string[] Projects = ["DigitalAccess.Saml2.Tests", "DigitalAccess.Web.Tests"];

    /// <summary>Class and method of every fact and theory.</summary>
    public static IReadOnlySet<(string Class, string Test)> All { get; } = Projects
        .SelectMany(project => Directory.EnumerateFiles(Repository.File("tests", project), "*.cs", SearchOption.AllDirectories))
        .SelectMany(file => In(File.ReadAllText(file)))
        .ToHashSet();

    /// <summary>A test belongs to the class that was begun last above it.</summary>
    public static IEnumerable<(string Class, string Test)> In(string source)
    {
        var within = "";
        foreach (Match match in ClassOrTest().Matches(source))
        {
            if (match.Groups["class"].Success)
                within = match.Groups["class"].Value;
            else
                yield return (within, match.Groups["test"].Value);
        }
    }

    /// <summary>Between the attribute and the method there are other attributes, and no other member.</summary>
    [GeneratedRegex(
        @"^(?:public |internal )(?:\w+ )*class (?<class>\w+)|^    \[(?:Fact|Theory)\b(?:(?!^    (?:public|private|internal) ).)*^    public (?:async )?(?:void|Task) (?<test>\w+)\(",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ClassOrTest();
}
