using System.Xml.Linq;

namespace DigitalAccess.Web.Saml;

/// <summary>Vendors that publish no metadata, with what they have told libraries instead. A region file may overrule each value.</summary>
internal static class Presets
{
    private const string PostBinding = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";

    private static readonly XNamespace Metadata = "urn:oasis:names:tc:SAML:2.0:metadata";

    private static readonly Dictionary<string, Preset> All = new(StringComparer.Ordinal)
    {
        ["pressreader"] = new("PressReader", "https://www.pressreader.com/", "https://www.pressreader.com/externalauth/processsamlauthorization/"),
    };

    public static IReadOnlyCollection<string> Names => All.Keys;

    public static Preset? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>The least that metadata of a service provider holds (SAML Metadata, sections 2.3.2 and 2.4.4): its name and where answers go.</summary>
    public static string Describe(string entityId, string assertionConsumerService) => new XElement(Metadata + "EntityDescriptor",
        new XAttribute(XNamespace.Xmlns + "md", Metadata),
        new XAttribute("entityID", entityId),
        new XElement(Metadata + "SPSSODescriptor",
            new XAttribute("protocolSupportEnumeration", "urn:oasis:names:tc:SAML:2.0:protocol"),
            new XElement(Metadata + "AssertionConsumerService",
                new XAttribute("Binding", PostBinding),
                new XAttribute("Location", assertionConsumerService),
                new XAttribute("index", 0),
                new XAttribute("isDefault", "true")))).ToString(SaveOptions.DisableFormatting);
}

/// <param name="Name">What the vendor calls the service.</param>
/// <param name="EntityId">Its name in messages.</param>
/// <param name="AssertionConsumerService">Where it takes answers, by HTTP-POST.</param>
internal sealed record Preset(string Name, string EntityId, string AssertionConsumerService);
