using System.Globalization;
using System.Text.Json;
using DigitalAccess.Web.Data;

namespace DigitalAccess.Web.Regions.Yaml;

/// <summary>
/// Takes the values of one mapping by name. A fault is noted and a harmless stand-in returned, so that reading goes on and
/// all faults come at once; nothing that was read with a fault is ever applied.
/// </summary>
internal sealed class MapReader(YamlMap map, string what, Faults faults)
{
    private readonly Dictionary<string, YamlEntry> _entries = map.Entries.ToDictionary(e => e.Key, StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public Place At => map.At;

    public string Text(string key, Check? check = null) => Required(key, OptionalText(key, check), "");

    public string? OptionalText(string key, Check? check = null) => PlacedText(key, check)?.Value;

    public Placed<string> Reference(string key) => Required(key, PlacedText(key, Checks.Filled), new Placed<string>("", At));

    public Placed<string>? PlacedText(string key, Check? check = null) => Take(key) is { } node ? AsText(key, node, check) : null;

    public int Int(string key, int from, int to) => Required(key, OptionalInt(key, from, to), from) ?? from;

    public int? OptionalInt(string key, int from, int to)
    {
        if (Take(key) is not { } node)
            return null;
        if (node is YamlText { Quoted: false } text && int.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= from && number <= to)
            return number;
        return Wrong<int?>(node, $"'{key}' must be a whole number from {from} to {to}, without quotation marks", null);
    }

    public bool? OptionalFlag(string key) => Take(key) switch
    {
        null => null,
        YamlText { Quoted: false, Value: "true" } => true,
        YamlText { Quoted: false, Value: "false" } => false,
        var node => Wrong<bool?>(node, $"'{key}' must be true or false", null),
    };

    public DateOnly Date(string key) => Required(key, OptionalDate(key), DateOnly.MinValue) is { } date ? date : default;

    public DateOnly? OptionalDate(string key)
    {
        if (Take(key) is not { } node)
            return null;
        return node is YamlText text && DateOnly.TryParseExact(text.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : Wrong<DateOnly?>(node, $"'{key}' must be a day written as 2026-12-31", DateOnly.MinValue);
    }

    public T Choice<T>(string key) where T : struct, Enum => Required<T?>(key, OptionalChoice<T>(key), default(T)) ?? default;

    public T? OptionalChoice<T>(string key) where T : struct, Enum =>
        OptionalChoice(key, Enum.GetNames<T>()) is { } name ? Enum.Parse<T>(name) : null;

    /// <returns>The name as the program spells it; files begin it with a small letter.</returns>
    public string? OptionalChoice(string key, string[] names)
    {
        if (Take(key) is not { } node)
            return null;
        var chosen = node is YamlText text ? names.FirstOrDefault(n => JsonNamingPolicy.CamelCase.ConvertName(n) == text.Value) : null;
        return chosen ?? Wrong(node, $"'{key}' must be one of {string.Join(", ", names.Select(JsonNamingPolicy.CamelCase.ConvertName))}", names[0]);
    }

    public List<string> Texts(string key, Check? check = null) => [.. PlacedTexts(key, check).Select(t => t.Value)];

    public List<Placed<string>> PlacedTexts(string key, Check? check = null) => Take(key) switch
    {
        null => [],
        YamlList list => WithoutDoubles(key, [.. list.Items.Select(item => AsText(key, item, check)).OfType<Placed<string>>()]),
        var node => Wrong<List<Placed<string>>>(node, $"'{key}' must be a list, such as [one, two]", []),
    };

    /// <summary>A list of which each item may be a text or a mapping.</summary>
    public IReadOnlyList<YamlNode> Items(string key) => Take(key) switch
    {
        null => [],
        YamlList list => list.Items,
        var node => Wrong<IReadOnlyList<YamlNode>>(node, $"'{key}' must be a list, such as [one, two]", []),
    };

    public LocalizedText? OptionalLocalized(string key)
    {
        if (OptionalMap(key, key) is not { } languages)
            return null;
        var texts = new LocalizedText();
        foreach (var language in languages.Keys())
        {
            if (language.Value.Length != 2 || !language.Value.All(char.IsAsciiLetterLower))
                faults.Add(language.At, $"'{language.Value}' is not a language; write a two-letter code such as {LocalizedText.Fallback} or en");
            texts[language.Value] = languages.Text(language.Value, Checks.Filled);
        }

        if (!texts.ContainsKey(LocalizedText.Fallback))
            faults.Add(languages.At, $"'{key}' must have a text in '{LocalizedText.Fallback}', which stands in for every language without its own");
        return texts;
    }

    public LocalizedText Localized(string key) => Required(key, OptionalLocalized(key), []);

    public MapReader? OptionalMap(string key, string name) => Take(key) switch
    {
        null => null,
        YamlMap inner => new MapReader(inner, name, faults),
        var node => Wrong<MapReader?>(node, $"'{key}' must be a mapping, its keys indented below it", null),
    };

    /// <summary>The word alone, or nothing when a list or mapping stands there.</summary>
    public string? Word(string key) => _entries.TryGetValue(key, out var entry) && entry.Value is YamlText text ? text.Value : null;

    public bool Has(string key) => _entries.ContainsKey(key);

    public IEnumerable<Placed<string>> Keys() => map.Entries.Select(e => new Placed<string>(e.Key, e.At));

    /// <summary>What nobody asked for is a misspelling, not a wish to be ignored.</summary>
    public void Finish()
    {
        foreach (var entry in map.Entries.Where(e => !_known.Contains(e.Key)))
            faults.Add(entry.At, $"{what} has no key '{entry.Key}'; {Spelling.Suggest(entry.Key, _known)}");
    }

    private YamlNode? Take(string key)
    {
        _known.Add(key);
        if (!_entries.TryGetValue(key, out var entry))
            return null;
        if (entry.Value is not YamlText { IsNothing: true })
            return entry.Value;
        return Wrong<YamlNode?>(new YamlText(entry.At, "", false), $"'{key}' has no value; write one or remove the line", null);
    }

    private Placed<string>? AsText(string key, YamlNode node, Check? check)
    {
        if (node is not YamlText text || text.IsNothing)
            return Wrong<Placed<string>?>(node, $"'{key}' must be a text", null);
        if (!text.Value.Contains("${", StringComparison.Ordinal) && check?.Invoke(text.Value) is { } fault)
            faults.Add(node.At, $"'{key}' {fault}");
        return new Placed<string>(text.Value, node.At);
    }

    private List<Placed<string>> WithoutDoubles(string key, List<Placed<string>> texts)
    {
        foreach (var doubled in texts.GroupBy(t => t.Value).SelectMany(g => g.Skip(1)))
            faults.Add(doubled.At, $"'{key}' names '{doubled.Value}' twice; keep one");
        return texts;
    }

    private T Required<T>(string key, T? value, T otherwise)
    {
        if (value is null && !_entries.ContainsKey(key))
            faults.Add(map.At, $"{what} lacks '{key}'");
        return value ?? otherwise;
    }

    private T Wrong<T>(YamlNode node, string text, T otherwise)
    {
        faults.Add(node.At, text);
        return otherwise;
    }
}
