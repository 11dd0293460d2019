using System.Text.Json;
using System.Text.Json.Nodes;
using DigitalAccess.Web.Data;

namespace DigitalAccess.Web.Regions.Applying;

/// <summary>What an import changes, in lines for people. What is not here has not changed.</summary>
internal sealed class Difference
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    public void Added(string kind, string name) => _lines.Add($"+ {kind} {name}");

    public void Removed(string kind, string name, string how) => _lines.Add($"- {kind} {name}: {how}");

    /// <param name="before">The thing as a reader of the files would see it.</param>
    /// <param name="notes">Changes that cannot be shown, such as that of a secret.</param>
    /// <returns>Whether anything differs.</returns>
    public bool Changed(string kind, string name, object before, object after, params IEnumerable<string> notes)
    {
        var (old, now) = (Flatten(before), Flatten(after));
        var changes = old.Keys.Union(now.Keys)
            .Where(path => old.GetValueOrDefault(path) != now.GetValueOrDefault(path))
            .Select(path => $"{path} {old.GetValueOrDefault(path) ?? "(none)"} -> {now.GetValueOrDefault(path) ?? "(none)"}")
            .Concat(notes)
            .ToList();
        if (changes.Count > 0)
            _lines.Add($"~ {kind} {name}: {string.Join("; ", changes)}");
        return changes.Count > 0;
    }

    private static Dictionary<string, string> Flatten(object thing)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        Flatten(JsonSerializer.SerializeToNode(thing, JsonColumn.Options), "", values);
        return values;
    }

    private static void Flatten(JsonNode? node, string path, Dictionary<string, string> values)
    {
        switch (node)
        {
            case JsonObject inner:
                foreach (var (key, value) in inner)
                    Flatten(value, path.Length == 0 ? key : $"{path}.{key}", values);
                break;
            case JsonArray list:
                values[path] = $"[{string.Join(", ", list.Select(item => item?.ToString()))}]";
                break;
            case not null:
                values[path] = node.ToString();
                break;
        }
    }
}
