using DigitalAccess.Web.Regions.Yaml;

namespace DigitalAccess.Web.Regions;

/// <summary>Everything that is wrong with the files, to be mended in one go; and what is right, but ought to be known.</summary>
internal sealed class Faults
{
    private readonly List<(Place At, string Text)> _all = [];
    private readonly List<string> _warnings = [];

    public bool Any => _all.Count > 0;

    public IEnumerable<string> Lines =>
        _all.Distinct().OrderBy(f => f.At.File, StringComparer.Ordinal).ThenBy(f => f.At.Line).Select(f => $"{f.At}: {f.Text}");

    public IReadOnlyList<string> Warnings => _warnings;

    public void Warn(Place at, string text) => _warnings.Add($"{at}: warning: {text}");

    public void Add(Place at, string text) => _all.Add((at, text));
}
