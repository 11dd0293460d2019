namespace DigitalAccess.Web.Tests.Support;

/// <summary>The part of a document that a run of the tests writes, between two marks.</summary>
internal static class MadeByTheTests
{
    private const string Start = "<!-- made by the tests: begin -->\n";
    private const string End = "<!-- made by the tests: end -->\n";

    /// <summary>Whether this run writes documents instead of comparing them.</summary>
    public static bool IsRenewing { get; } = Environment.GetEnvironmentVariable("DIGITALACCESS_RENEW_DOCS") is not null;

    public static string PartOf(string document) => document.Split(Start)[1].Split(End)[0];

    /// <summary>Writes the part and leaves what people wrote around it.</summary>
    public static void Renew(string file, string part)
    {
        var kept = File.ReadAllText(file);
        File.WriteAllText(file, kept[..(kept.IndexOf(Start, StringComparison.Ordinal) + Start.Length)] + part + kept[kept.IndexOf(End, StringComparison.Ordinal)..]);
    }
}
