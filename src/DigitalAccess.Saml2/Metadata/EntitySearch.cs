using System.Xml;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Metadata;

/// <summary>Finds the one entity by its name, letter by letter, where entities may stand and nowhere else: one inside an extension is none.</summary>
internal static class EntitySearch
{
    public const string Entity = "EntityDescriptor";
    public const string Entities = "EntitiesDescriptor";

    /// <returns>The entity, and what is said around it of validity.</returns>
    /// <exception cref="SamlException">It is not there, or there more than once.</exception>
    public static (XmlElement Entity, Validity Around) In(XmlElement root, string entityId)
    {
        var found = Within(root, default).Where(entity => entity.Element.Optional("entityID") == entityId).Take(2).ToList();
        return found switch
        {
            [var only] => only,
            [] => throw (root.Is(Entity, SamlNames.Metadata) ? Other(root.Required("entityID"), entityId) : Missing()),
            _ => throw Twice(),
        };
    }

    public static XmlElement RootOf(XmlDocument document) =>
        document.DocumentElement is { } root && (root.Is(Entity, SamlNames.Metadata) || root.Is(Entities, SamlNames.Metadata)) ? root : throw NoMetadata();

    public static SamlException NoMetadata() =>
        new(SamlFaultKind.Malformed, "The document is no SAML metadata: its root is neither EntityDescriptor nor EntitiesDescriptor (SAML Metadata 2.3).");

    public static SamlException Missing() => new(SamlFaultKind.Metadata, "The metadata holds no entity of the expected entityID.");

    public static SamlException Twice() => new(SamlFaultKind.Metadata, "The metadata holds several entities of the expected entityID, and which one counts cannot be told.");

    /// <summary>How it differs is told in our words, for the name itself is whatever its sender wrote.</summary>
    public static SamlException Other(string found, string expected)
    {
        var hint = found.Trim() == expected.Trim() ? "; they differ by white space alone"
            : found.TrimEnd('/') == expected.TrimEnd('/') ? "; they differ by a slash at the end alone"
            : found.Equals(expected, StringComparison.OrdinalIgnoreCase) ? "; they differ by large and small letters alone"
            : "";
        return new(SamlFaultKind.Metadata, $"The metadata is of another entity: its entityID is not the expected one, letter by letter (SAML Metadata 2.3.2){hint}.");
    }

    private static IEnumerable<(XmlElement Element, Validity Around)> Within(XmlElement element, Validity around)
    {
        if (element.Is(Entity, SamlNames.Metadata))
        {
            yield return (element, around);
        }
        else if (element.Is(Entities, SamlNames.Metadata))
        {
            var validity = around.And(Validity.Of(element));
            foreach (var inner in element.Children().SelectMany(child => Within(child, validity)))
                yield return inner;
        }
    }
}
