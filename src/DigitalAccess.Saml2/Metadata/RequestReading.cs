using System.Xml;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Metadata;

/// <summary>Reads what the service provider asks for and calls itself; people compare it with the contract, and nothing else rests on it.</summary>
internal static class RequestReading
{
    private const string Ui = "urn:oasis:names:tc:SAML:metadata:ui";
    private const int LongestDisplayName = 256;

    /// <summary>Of the default one of its services (SAML Metadata 2.4.4.1).</summary>
    public static IReadOnlyList<RequestedAttribute> Attributes(XmlElement role, List<string> notes)
    {
        var services = role.Children("AttributeConsumingService", SamlNames.Metadata).ToList();
        if (services.Count > 1)
            notes.Add("There are several AttributeConsumingServices; the default one is shown.");
        var service = DefaultOne.Of(services, one => one.OptionalFlag("isDefault"));
        return service is null ? [] : [.. service.Children("RequestedAttribute", SamlNames.Metadata).Select(Attribute)];
    }

    /// <summary>SAML Metadata UI 2.1.2; the first of each language counts.</summary>
    public static IReadOnlyDictionary<string, string> DisplayNames(XmlElement role)
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var info = role.Child("Extensions", SamlNames.Metadata)?.Child("UIInfo", Ui);
        foreach (var name in info?.Children("DisplayName", Ui) ?? [])
        {
            var text = string.Join(' ', name.Text().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            if (name.GetAttributeNode("lang", XmlNames.Xml)?.Value is { Length: > 0 and <= 35 } language && text.Length is > 0 and <= LongestDisplayName)
                names.TryAdd(language, text);
        }

        return names;
    }

    private static RequestedAttribute Attribute(XmlElement element) => new(
        element.Required("Name") is { Length: > 0 and <= ElementReading.LongestName } name ? name : throw ElementReading.Malformed(element, "has a 'Name' that is empty or too long"),
        element.Optional("FriendlyName") is { Length: > 0 and <= ElementReading.LongestName } friendly ? friendly : null,
        element.Flag("isRequired"));
}
