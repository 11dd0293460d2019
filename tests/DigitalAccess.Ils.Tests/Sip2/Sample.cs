using System.Text;
using System.Text.Json;
using DigitalAccess.Ils.Sip2;

namespace DigitalAccess.Ils.Tests.Sip2;

/// <summary>One line of Fixtures/Sip2/samples.jsonl.</summary>
internal sealed class Sample(JsonElement line)
{
    private static readonly Lazy<Dictionary<string, Sample>> Lines = new(() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "Sip2", "samples.jsonl"))
            .Where(text => text.Length > 0)
            .Select(text => new Sample(JsonDocument.Parse(text).RootElement))
            .ToDictionary(sample => sample.Id));

    public static IReadOnlyCollection<Sample> All => Lines.Value.Values;

    public string Id => line.GetProperty("id").GetString()!;

    public string Kind => line.GetProperty("kind").GetString()!;

    public bool IsRequest => line.GetProperty("direction").GetString() == "sc->acs";

    public JsonElement Expect => line.GetProperty("expect");

    public string Encoding => Context("encoding")!;

    public char Delimiter => Context("delimiter")![0];

    public DateOnly AsOf => Context("as_of") is { } date ? DateOnly.ParseExact(date, "yyyy-MM-dd") : new DateOnly(2026, 3, 1);

    public string Profile => Context("field_profile") ?? "generic";

    public bool AcceptsMissingCq => Context("missing_cq") == "accept";

    public bool? ChecksumValid => line.GetProperty("context").GetProperty("checksum_valid") is { ValueKind: not JsonValueKind.Null } value ? value.GetBoolean() : null;

    public Sample? Request => Context("request_id") is { } id ? Named(id) : null;

    public byte[] Bytes => line.TryGetProperty("raw_b64", out var exact)
        ? exact.GetBytesFromBase64()
        : Codec.GetBytes(line.GetProperty("raw").GetString()!);

    /// <summary>The TCP segments; where none were recorded, the message and a CR.</summary>
    public IReadOnlyList<byte[]> Segments => line.TryGetProperty("chunks_b64", out var chunks)
        ? [.. chunks.EnumerateArray().Select(chunk => chunk.GetBytesFromBase64())]
        : [[.. Bytes, (byte)'\r']];

    public Encoding Codec => Sip2Encoding.Find(Encoding)!;

    public static Sample Named(string id) => Lines.Value[id];

    public Sip2Dialect Dialect(Func<Sip2Settings, Sip2Settings>? change = null)
    {
        var settings = new Sip2Settings { Encoding = Encoding, Delimiter = Delimiter, FieldProfile = Profile };
        return new Sip2Dialect((change ?? (s => s))(settings));
    }

    public string? Expected(string name) => Expect.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private string? Context(string name) => line.GetProperty("context").TryGetProperty(name, out var value) ? value.GetString() : null;
}
