using System.Text.Json;
using System.Text.Json.Nodes;
using DigitalAccess.Ils.Sip2;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Regions.Yaml;

namespace DigitalAccess.Web.Regions.Entries;

/// <summary>
/// Takes the settings of a SIP2 connection by the names they have in <see cref="Sip2Settings"/>, so that a new switch there
/// can be used here at once.
/// </summary>
internal sealed class IlsReader(RegionSecrets secrets, Faults faults)
{
    /// <summary>What the library says elsewhere, and a password, which belongs in no file.</summary>
    private static readonly string[] NotHere = [nameof(Sip2Settings.Name), nameof(Sip2Settings.TimeZone), nameof(Sip2Settings.TerminalPassword)];

    public IlsEntry Read(string library, string timeZone, MapReader reader)
    {
        var kind = reader.Text("kind", k => k == "sip2" ? null : $"must be sip2, not '{k}'");
        var secretName = reader.PlacedText("secret", Checks.SecretName);
        var secret = secretName is null ? null : secrets.Find(secretName, shortest: 1, faults);
        if (secretName is null && reader.Word("loginUser") is not null)
            faults.Add(reader.At, "the ILS asks 'loginUser' for a password; write 'secret:' with the name of the secret that holds it");

        var terminalName = reader.PlacedText("terminalSecret", Checks.SecretName);
        var terminal = terminalName is null ? null : secrets.Find(terminalName, shortest: 1, faults);

        var values = Values(reader, typeof(Sip2Settings), NotHere);
        reader.Finish();

        // Known already to be usable, or already a fault: only what the settings say of each other is still open.
        var settings = values.Deserialize<Sip2Settings>(JsonColumn.Options)! with { Name = library };
        foreach (var fault in (settings with { TimeZone = Checks.TimeZone(timeZone) is null ? timeZone : settings.TimeZone }).Validate())
            faults.Add(reader.At, fault);
        if (settings is { PinMode: PinMode.None, MissingCq: MissingCq.Accept })
            faults.Warn(reader.At, $"library '{library}' has no PINs: whoever knows a card number is let in");
        return new IlsEntry(kind, settings, secret, terminal);
    }

    private static JsonObject Values(MapReader reader, Type type, string[] except)
    {
        var values = new JsonObject();
        foreach (var property in type.GetProperties().Where(p => p.CanWrite && !except.Contains(p.Name)))
        {
            var key = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (Value(reader, key, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) is { } value)
                values[key] = value;
        }

        return values;
    }

    private static JsonNode? Value(MapReader reader, string key, Type type)
    {
        if (type == typeof(string))
            return reader.OptionalText(key);
        if (type == typeof(int))
            return reader.OptionalInt(key, 0, 100_000);
        if (type == typeof(bool))
            return reader.OptionalFlag(key);
        if (type == typeof(char))
            return reader.OptionalText(key, v => v.Length == 1 ? null : "must be one sign") is [var sign] ? sign.ToString() : null;
        if (type == typeof(TimeSpan))
            return reader.OptionalText(key, v => Durations.Parse(v) is null ? $"must be a number of seconds such as 5s, not '{v}'" : null) is { } text
                ? Durations.Parse(text)?.ToString("c")
                : null;
        if (type == typeof(IReadOnlyList<string>))
            return reader.Texts(key) is { Count: > 0 } texts ? new JsonArray([.. texts.Select(t => (JsonNode)t)]) : null;
        if (type == typeof(FieldProfile))
            return Nested(reader.OptionalMap(key, key), type);
        if (type.IsEnum)
            return reader.OptionalChoice(key, Enum.GetNames(type)) is { } name ? JsonNamingPolicy.CamelCase.ConvertName(name) : null;
        throw new NotSupportedException($"The setting {key} is of a type that no file can hold yet: {type}.");
    }

    private static JsonObject? Nested(MapReader? reader, Type type)
    {
        if (reader is null)
            return null;
        var values = Values(reader, type, except: []);
        reader.Finish();
        return values;
    }
}
