using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DigitalAccess.Web.Regions.Yaml;

/// <summary>
/// Reads one file into nodes. Not by YamlDotNet's own object mapping: that stops at the first fault, and forgets the lines
/// that the faults found later need.
/// </summary>
internal sealed class YamlTree(string file, Placeholders placeholders, Faults faults)
{
    /// <returns>The file's mapping, or null when there is none to read.</returns>
    public YamlMap? Read(TextReader text)
    {
        var parser = new Parser(text);
        try
        {
            parser.Consume<StreamStart>();
            if (!parser.Accept<DocumentStart>(out _))
                return null;
            parser.Consume<DocumentStart>();
            var root = Node(parser);
            parser.Consume<DocumentEnd>();
            if (parser.Accept<DocumentStart>(out var second))
                Fault(second.Start, "one document per file; put the rest into a file of its own");
            if (root is YamlMap map)
                return map;
            faults.Add(root.At, "a region file begins with a section such as 'libraries:'");
        }
        catch (YamlException e)
        {
            Fault(e.Start, $"this is not YAML: {e.Message.TrimEnd('.')}");
        }

        return null;
    }

    private YamlNode Node(Parser parser)
    {
        if (parser.TryConsume<Scalar>(out var scalar))
            return Text(scalar);
        if (parser.TryConsume<SequenceStart>(out var sequence))
            return List(parser, At(sequence.Start));
        if (parser.TryConsume<MappingStart>(out var mapping))
            return Map(parser, At(mapping.Start));

        var other = parser.Consume<ParsingEvent>();
        Fault(other.Start, "references to other places of the file are not understood; write the value out");
        return new YamlText(At(other.Start), "", Quoted: false);
    }

    private YamlText Text(Scalar scalar)
    {
        var at = At(scalar.Start);
        return new YamlText(at, placeholders.Fill(scalar.Value, at, faults), scalar.Style != ScalarStyle.Plain);
    }

    private YamlList List(Parser parser, Place at)
    {
        var items = new List<YamlNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
            items.Add(Node(parser));
        return new YamlList(at, items);
    }

    private YamlMap Map(Parser parser, Place at)
    {
        var entries = new Dictionary<string, YamlEntry>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var start = parser.Current!.Start;
            if (!parser.TryConsume<Scalar>(out var key))
            {
                Fault(start, "a key must be a plain word");
                parser.SkipThisAndNestedEvents();
                parser.SkipThisAndNestedEvents();
                continue;
            }

            var value = Node(parser);
            if (!entries.TryAdd(key.Value, new YamlEntry(At(start), key.Value, value)))
                Fault(start, $"'{key.Value}' stands here twice, first in line {entries[key.Value].At.Line}; keep one");
        }

        return new YamlMap(at, [.. entries.Values]);
    }

    private Place At(Mark mark) => new(file, mark.Line);

    private void Fault(Mark mark, string text) => faults.Add(At(mark), text);
}
