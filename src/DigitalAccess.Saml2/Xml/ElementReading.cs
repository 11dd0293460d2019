using System.Collections.Frozen;
using System.Globalization;
using System.Xml;

namespace DigitalAccess.Saml2.Xml;

/// <summary>How values are taken out of elements: in one way everywhere, and in none that anything can be hidden from.</summary>
internal static class ElementReading
{
    /// <summary>SAML Core 8.3.6; longer strings than IIP-G02's 256 characters are known in the wild.</summary>
    public const int LongestName = 1024;

    private const string Seconds = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const string Fractions = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    public static bool Is(this XmlElement element, string name, string ns) => element.LocalName == name && element.NamespaceURI == ns;

    /// <summary>The text of an element that holds nothing but text.</summary>
    public static string Text(this XmlElement element)
    {
        if (element.FirstChild is not { } only)
            return "";
        return only.NextSibling is null && only.NodeType is XmlNodeType.Text or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace
            ? only.Value!.Trim(' ', '\t', '\r', '\n')
            : throw Malformed(element, "holds something beside text");
    }

    /// <summary>Such a text that is not empty and not longer than names are.</summary>
    public static string Name(this XmlElement element) => element.Text() switch
    {
        "" => throw Malformed(element, "is empty"),
        { Length: > LongestName } => throw Malformed(element, $"is longer than {LongestName} characters"),
        var text => text,
    };

    /// <summary>The element and all within it that have this name.</summary>
    public static IEnumerable<XmlElement> Everywhere(this XmlElement element, string name, string ns)
    {
        if (element.Is(name, ns))
            yield return element;
        for (var child = element.FirstChild; child is not null; child = child.NextSibling)
            if (child is XmlElement inner)
                foreach (var found in inner.Everywhere(name, ns))
                    yield return found;
    }

    /// <returns>An attribute without a namespace; null when it is absent.</returns>
    public static string? Optional(this XmlElement element, string attribute) => element.GetAttributeNode(attribute, "")?.Value;

    public static string Required(this XmlElement element, string attribute) =>
        element.Optional(attribute) ?? throw Malformed(element, $"lacks the attribute '{attribute}'");

    /// <summary>xs:boolean; absent is false.</summary>
    public static bool Flag(this XmlElement element, string attribute) => element.OptionalFlag(attribute) ?? false;

    public static bool? OptionalFlag(this XmlElement element, string attribute) => element.Optional(attribute)?.Trim() switch
    {
        null => null,
        "true" or "1" => true,
        "false" or "0" => false,
        _ => throw Malformed(element, $"has a '{attribute}' that is neither true nor false"),
    };

    /// <summary>xs:unsignedShort.</summary>
    public static int? OptionalIndex(this XmlElement element, string attribute) => element.Optional(attribute)?.Trim() switch
    {
        null => null,
        var text => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : throw Malformed(element, $"has an '{attribute}' that is no number from 0 to 65535"),
    };

    public static DateTimeOffset Instant(this XmlElement element, string attribute) =>
        element.OptionalInstant(attribute) ?? throw Malformed(element, $"lacks the attribute '{attribute}'");

    /// <summary>xs:dateTime in UTC, and said so: SAML Core 1.3.3 leaves no other zone and no missing one.</summary>
    public static DateTimeOffset? OptionalInstant(this XmlElement element, string attribute)
    {
        if (element.Optional(attribute)?.Trim() is not { } text)
            return null;
        if (text.Length is > 28 and <= 40 && text[^1] == 'Z' && text.AsSpan(20, text.Length - 21).IndexOfAnyExceptInRange('0', '9') < 0)
            text = $"{text.AsSpan(0, 27)}Z"; // Nanoseconds, as Java writes them.
        return text.Length is 20 or (>= 22 and <= 28) && DateTimeOffset.TryParseExact(
                text, text.Length == 20 ? Seconds : Fractions, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : throw Malformed(element, $"has an '{attribute}' that is no time in UTC");
    }

    public static IEnumerable<XmlElement> Children(this XmlElement element)
    {
        for (var child = element.FirstChild; child is not null; child = child.NextSibling)
        {
            if (child is XmlElement inner)
                yield return inner;
            else if (child.NodeType is XmlNodeType.Text)
                throw Malformed(element, "holds text where only elements belong");
        }
    }

    public static IEnumerable<XmlElement> Children(this XmlElement element, string name, string ns) => element.Children().Where(child => child.Is(name, ns));

    /// <returns>The child; null when there is none.</returns>
    /// <exception cref="SamlException">There are several.</exception>
    public static XmlElement? Child(this XmlElement element, string name, string ns)
    {
        XmlElement? found = null;
        foreach (var child in element.Children())
        {
            if (!child.Is(name, ns))
                continue;
            if (found is not null)
                throw Malformed(element, $"holds '{name}' more than once");
            found = child;
        }

        return found;
    }

    /// <param name="element">Known by its name, which is ours.</param>
    /// <param name="fault">How the sentence goes on.</param>
    public static SamlException Malformed(XmlElement element, string fault) =>
        new(SamlFaultKind.Malformed, $"The element '{KnownName(element)}' {fault}.");

    /// <summary>Names of the specifications may be said; any other is the sender's own word and is not repeated, whatever its namespace.</summary>
    private static string KnownName(XmlElement element) => Speakable.Contains(element.LocalName) ? element.LocalName : "unknown";

    private static readonly FrozenSet<string> Speakable = FrozenSet.Create(
        StringComparer.Ordinal,
        "AuthnRequest", "LogoutRequest", "LogoutResponse", "Response", "Issuer", "Extensions", "Subject", "NameID", "NameIDPolicy", "RequestedAuthnContext",
        "AuthnContextClassRef", "AuthnContextDeclRef", "SessionIndex", "Status", "StatusCode", "Signature", "SignedInfo", "CanonicalizationMethod",
        "SignatureMethod", "Reference", "Transforms", "Transform", "DigestMethod", "DigestValue", "InclusiveNamespaces", "SignatureValue", "KeyInfo", "X509Data",
        "X509Certificate", "EntitiesDescriptor", "EntityDescriptor", "SPSSODescriptor", "IDPSSODescriptor", "KeyDescriptor", "EncryptionMethod",
        "SingleLogoutService", "NameIDFormat", "AssertionConsumerService", "AttributeConsumingService", "RequestedAttribute", "UIInfo", "DisplayName");
}
