using System.Text.Json;
using DigitalAccess.Web.Regions.Yaml;
using DigitalAccess.Web.Releases;

namespace DigitalAccess.Web.Regions.Entries;

/// <summary>A vendor's attribute contract: short names such as <c>library</c>, or lines with a claim's name and where its value comes from.</summary>
/// <param name="faults">Where faults go.</param>
/// <param name="withPseudonym">Whether the vendor looks for its pseudonym among the attributes, as SAML's do.</param>
/// <param name="nameOf">What the vendor knows a claim by; two spellings can be one name. The claim itself where nothing is given.</param>
internal sealed class ReleasesReader(Faults faults, bool withPseudonym = false, Func<string, string>? nameOf = null)
{
    private readonly ReleaseSource[] _sources =
        [.. Enum.GetValues<ReleaseSource>().Except([ReleaseSource.Constant]).Where(s => withPseudonym || s != ReleaseSource.Pseudonym)];

    public List<AttributeRelease> Read(IReadOnlyList<YamlNode> items)
    {
        var lines = items.Select(item => (item.At, Line: Line(item))).Where(l => l.Line is not null).Select(l => (l.At, Line: l.Line!)).ToList();
        foreach (var (at, line) in lines.Where((l, n) => lines.Take(n).Any(earlier => Clash(earlier.Line, l.Line))))
            faults.Add(at, $"'releases' names the claim '{line.Claim}' twice; keep one (only lists, such as eduperson_entitlement, have several values)");
        return [.. lines.Select(l => l.Line)];
    }

    private AttributeRelease? Line(YamlNode item)
    {
        switch (item)
        {
            case YamlText text:
                return Source(text) is { } source ? AttributeRelease.Of(source) : null;
            case YamlMap map:
                return Line(map, new MapReader(map, "a line of 'releases'", faults));
            default:
                faults.Add(item.At, "'releases' holds a list within the list; write each line by itself");
                return null;
        }
    }

    private AttributeRelease? Line(YamlMap map, MapReader reader)
    {
        var value = reader.OptionalText("value", ReleaseChecks.Constant);
        var source = reader.Has("source") ? reader.OptionalChoice("source", [.. _sources.Select(s => s.ToString())]) : null;
        var claim = reader.OptionalText("claim", ClaimNames.Check);
        var required = reader.OptionalFlag("required") ?? false;
        reader.Finish();
        if (value is null == source is null)
            faults.Add(map.At, "a line of 'releases' has either 'source', what it tells of the patron, or 'value', the same words for every patron");
        else if (source is not null)
            return AttributeRelease.Of(Enum.Parse<ReleaseSource>(source)) is var line && claim is null ? line with { Required = required } : line with { Claim = claim, Required = required };
        else if (claim is null)
            faults.Add(map.At, "a line of 'releases' with 'value' needs 'claim', the name by which the vendor knows it");
        else
            return new AttributeRelease { Claim = claim, Source = ReleaseSource.Constant, Value = value, Required = required };
        return null;
    }

    private ReleaseSource? Source(YamlText name)
    {
        foreach (var source in _sources)
            if (InFile(source) == name.Value)
                return source;
        faults.Add(name.At, $"'{name.Value}' is nothing a vendor can be told; choose from {string.Join(", ", _sources.Select(InFile))}");
        return null;
    }

    /// <summary>One name by two spellings would come twice even where it is a list.</summary>
    private bool Clash(AttributeRelease a, AttributeRelease b) => a.Claim != b.Claim
        ? nameOf is not null && nameOf(a.Claim) == nameOf(b.Claim)
        : !a.IsList || (a.Source == b.Source && a.Value == b.Value);

    private static string InFile(ReleaseSource source) => JsonNamingPolicy.CamelCase.ConvertName(source.ToString());
}
