using System.Text.Json;

namespace DigitalAccess.Web.Harvesting.Reports;

internal sealed partial class JsonReportReader
{
    private const int DoesNotMatter = -1;

    private void Items(ref JsonStream json)
    {
        json.Read();
        if (json.Token != JsonTokenType.StartArray)
        {
            if (json.Token != JsonTokenType.Null)
                Odd(ref json, "Report_Items");
            return;
        }

        _report.HasItems = true;
        while (json.Read() && json.Token != JsonTokenType.EndArray)
        {
            if (json.Token != JsonTokenType.StartObject)
            {
                Odd(ref json, "Report_Items");
                continue;
            }

            var entry = Entry(ref json);
            Take(entry, parent: null);
            Return(entry);
        }
    }

    /// <summary>Of a title with items (Code of Practice 5.1, the item report) the title has counts only where it was used itself.</summary>
    private void Take(ReportEntry entry, int? parent)
    {
        parent = entry.Parent is { } said ? _report.ItemOf(said, parent: null) : parent;
        if (entry.Counts.Count > 0)
        {
            var item = _report.ItemOf(entry, parent);
            var own = entry.Counts.Exists(c => c.Attributes < 0) ? _report.AttributeSetOf(entry.Attributes) : DoesNotMatter;
            foreach (var count in entry.Counts)
                _report.Add(item, count.Attributes < 0 ? count with { Attributes = own } : count);
        }
        else if (entry.Parts.Count == 0)
        {
            NothingUsed(entry);
        }

        if (entry.Parts.Count == 0)
            return;
        int? title = (entry.Name, entry.Ids.Count) is (TextTable.Empty, 0) ? null : _report.ItemOf(entry, parent: null);
        foreach (var part in entry.Parts)
            Take(part, title);
    }

    private void NothingUsed(ReportEntry entry) => _report.Findings.Add(FindingKind.NothingUsed, () => _report.Texts[entry.Name]);

    private ReportEntry Entry(ref JsonStream json)
    {
        var entry = _unused.TryPop(out var used) ? used : new ReportEntry();
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            if (json.Is("Title"u8) || json.Is("Item"u8) || json.Is("Database"u8) || json.Is("Item_Name"u8))
                entry.Name = Text(ref json, "Title");
            else if (json.Is("Platform"u8))
                entry.Platform = Text(ref json, "Platform");
            else if (json.Is("Publisher"u8))
                entry.Publisher = Text(ref json, "Publisher");
            else if (json.Is("Item_ID"u8))
                Ids(ref json, entry);
            else if (json.Is("Performance"u8))
                Performance(ref json, entry, attributes: DoesNotMatter);
            else if (json.Is("Attribute_Performance"u8))
                AttributePerformance(ref json, entry);
            else if (json.Is("Items"u8))
                Parts(ref json, entry);
            else if (json.Is("Item_Parent"u8))
                Parent(ref json, entry);
            else if (json.Is("Item_Component"u8) || json.Is("Components"u8))
                Components(ref json);
            else if (AttributeName(ref json) is { } name)
                Attribute(ref json, entry.Attributes, name);
            else
                json.Skip();
        }

        return entry;
    }

    private void Return(ReportEntry entry)
    {
        foreach (var part in entry.Parts)
            Return(part);
        if (entry.Parent is { } parent)
            Return(parent);
        entry.Clear();
        _unused.Push(entry);
    }

    private void Parts(ref JsonStream json, ReportEntry entry)
    {
        json.Read();
        if (json.Token != JsonTokenType.StartArray)
        {
            if (json.Token != JsonTokenType.Null)
                Odd(ref json, "Items");
            return;
        }

        while (json.Read() && json.Token != JsonTokenType.EndArray)
            if (json.Token == JsonTokenType.StartObject)
                entry.Parts.Add(Entry(ref json));
            else
                Odd(ref json, "Items");
    }

    /// <summary>An object, or at some a list of one.</summary>
    private void Parent(ref JsonStream json, ReportEntry entry)
    {
        json.Read();
        var inList = json.Token == JsonTokenType.StartArray && json.Read();
        if (json.Token == JsonTokenType.StartObject)
        {
            var parent = Entry(ref json);
            parent.Counts.Clear();
            entry.Parent = parent;
        }

        while (inList && json.Token != JsonTokenType.EndArray && json.Read())
            if (json.Token == JsonTokenType.StartObject)
                json.Skip();
    }

    private void Components(ref JsonStream json)
    {
        json.Read();
        if (json.Token is JsonTokenType.StartArray or JsonTokenType.StartObject)
            _report.Findings.Add(FindingKind.ComponentsLeftOut);
        json.Skip();
    }

    /// <summary>Release 5: a list of kinds and values. Release 5.1: an object of kinds, whose values may be lists.</summary>
    private void Ids(ref JsonStream json, ReportEntry entry)
    {
        json.Read();
        switch (json.Token)
        {
            case JsonTokenType.StartArray:
                while (json.Read() && json.Token != JsonTokenType.EndArray)
                    if (json.Token == JsonTokenType.StartObject)
                        Id(ref json, entry);
                    else
                        Odd(ref json, "Item_ID");
                break;
            case JsonTokenType.StartObject:
                while (json.Read() && json.Token == JsonTokenType.PropertyName)
                    IdsOfKind(ref json, entry, NameOf(ref json));
                break;
            case JsonTokenType.Null:
                break;
            default:
                Odd(ref json, "Item_ID");
                break;
        }
    }

    private void Id(ref JsonStream json, ReportEntry entry)
    {
        var (kind, value) = (TextTable.Empty, TextTable.Empty);
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            if (json.Is("Type"u8))
                kind = Text(ref json, "Item_ID");
            else if (json.Is("Value"u8))
                value = Text(ref json, "Item_ID");
            else
                json.Skip();
        }

        if (value != TextTable.Empty)
            entry.Ids.Add((kind, value));
    }

    private void IdsOfKind(ref JsonStream json, ReportEntry entry, int kind)
    {
        json.Read();
        if (json.Token == JsonTokenType.StartArray)
        {
            while (json.Read() && json.Token != JsonTokenType.EndArray)
                if (json.Token == JsonTokenType.String)
                    entry.Ids.Add((kind, TextHere(ref json)));
                else
                    Odd(ref json, "Item_ID");
        }
        else if (json.Token == JsonTokenType.String)
        {
            if (TextHere(ref json) is var value && value != TextTable.Empty)
                entry.Ids.Add((kind, value));
        }
        else if (json.Token != JsonTokenType.Null)
        {
            Odd(ref json, "Item_ID");
        }
    }

    private void Attribute(ref JsonStream json, List<(int Name, int Value)> attributes, int name)
    {
        if (Text(ref json, "an attribute") is var value && value != TextTable.Empty)
            attributes.Add((name, value));
    }

    /// <returns>The number of the name of an attribute that tells uses apart (Code of Practice 5.1, 3.3.1 to 3.3.8); null for all others.</returns>
    private int? AttributeName(ref JsonStream json) =>
        json.Is("Data_Type"u8) || json.Is("Section_Type"u8) || json.Is("YOP"u8) || json.Is("Access_Type"u8) || json.Is("Access_Method"u8) || json.Is("Format"u8)
        || json.Is("Institution_Name"u8) || json.Is("Customer_ID"u8) || json.Is("Country_Name"u8) || json.Is("Country_Code"u8)
        || json.Is("Subdivision_Name"u8) || json.Is("Subdivision_Code"u8) || json.Is("Attributed"u8) ? NameOf(ref json) : null;

    private int NameOf(ref JsonStream json) => TextHere(ref json);

    private int TextHere(ref JsonStream json) => json.IsEscaped ? _report.Texts.Of(json.GetString()!) : _report.Texts.Of(json.Raw);
}
