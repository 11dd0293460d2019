using System.Xml;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Reading;

/// <summary>
/// From elements to messages: each value from one place, nothing guessed. Elements that do not belong are refused rather than
/// skipped, so that nothing can be carried in them; extensions alone may hold anything, and only what is known of them is read.
/// </summary>
internal static partial class SamlReader
{
    /// <summary>SAML Core 3.2.1 and 3.2.2: version, ID, time, destination, issuer.</summary>
    public static MessageHeader ReadHeader(XmlElement root)
    {
        if (root.NamespaceURI != SamlNames.Protocol)
            throw new SamlException(SamlFaultKind.Malformed, "The message is none of the SAML 2.0 protocol.");
        if (root.Optional("Version") != "2.0")
            throw new SamlException(SamlFaultKind.Version, "The message is not of version 2.0 (SAML Core 3.2.1).");
        var issuer = root.Child("Issuer", SamlNames.Assertion) ?? throw new SamlException(SamlFaultKind.Issuer, "The message lacks the element 'Issuer' (SAML Profiles 4.1.4.1).");
        if (issuer.Optional("Format") is not (null or SamlNames.NameIds.Entity) || issuer.Optional("NameQualifier") is not null || issuer.Optional("SPNameQualifier") is not null)
            throw new SamlException(SamlFaultKind.Issuer, "The issuer is not named by an entityID (SAML Profiles 4.1.4.1).");
        return new MessageHeader(ReadId(root), root.Instant("IssueInstant"), issuer.Name(), root.Optional("Destination"));
    }

    /// <summary>xs:ID, and short enough to be kept.</summary>
    private static string ReadId(XmlElement root)
    {
        var id = root.Required("ID");
        try
        {
            return id.Length <= LongestId ? XmlConvert.VerifyNCName(id) : throw ElementReading.Malformed(root, $"has an 'ID' of more than {LongestId} characters");
        }
        catch (Exception e) when (e is XmlException or ArgumentException)
        {
            throw ElementReading.Malformed(root, "has an 'ID' that is no NCName (SAML Core 1.3.4)");
        }
    }

    private const int LongestId = 256;

    private static NameId ReadNameId(XmlElement element) => new(
        element.Name(), Short(element, "Format"), Short(element, "NameQualifier"), Short(element, "SPNameQualifier"));

    /// <summary>An attribute that names something, and is no longer than names are.</summary>
    private static string? Short(XmlElement element, string attribute) => element.Optional(attribute) is { Length: > ElementReading.LongestName }
        ? throw ElementReading.Malformed(element, $"has a '{attribute}' of more than {ElementReading.LongestName} characters")
        : element.Optional(attribute);

    /// <summary>Refuses children that belong nowhere in the message. A name of the other namespace is another name.</summary>
    private static void OnlyKnown(XmlElement element, ReadOnlySpan<string> ofProtocol, ReadOnlySpan<string> ofAssertion)
    {
        foreach (var child in element.Children())
        {
            var names = child.NamespaceURI switch { SamlNames.Protocol => ofProtocol, SamlNames.Assertion => ofAssertion, _ => [] };
            if (!names.Contains(child.LocalName))
                throw ElementReading.Malformed(element, "holds an element that does not belong there");
        }
    }
}
