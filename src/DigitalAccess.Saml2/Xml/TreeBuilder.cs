using System.Text;
using System.Xml;

namespace DigitalAccess.Saml2.Xml;

/// <summary>
/// Builds a tree from what a reader delivers, node by node. The framework's own loader makes a node of each piece of a text that
/// holds character references, which hides the rest of a name from whoever reads the first piece, and which takes seconds to
/// walk through when there are many. Here a text is one node, and what no honest sender needs is refused where it begins.
/// </summary>
/// <param name="isMetadata">
/// In metadata comments are left out and CDATA sections read as text, as canonical form has it, and what others call their own
/// elements is theirs. In a message comments and CDATA sections are refused, and no identifier may stand there twice.
/// </param>
internal sealed class TreeBuilder(bool isMetadata)
{
    /// <summary>Attributes and namespace declarations of one element.</summary>
    private const int MostAttributes = 100;

    /// <summary>Namespaces that can be in force at one place: each prefix is looked up among all of them.</summary>
    private const int MostNamespaces = 100;

    private readonly XmlDocument _document = new() { PreserveWhitespace = true, XmlResolver = null };
    private readonly StringBuilder _text = new();
    private readonly int[] _namespaces = new int[SafeXml.Deepest + 1];
    private HashSet<string>? _identifiers;

    /// <exception cref="SamlException">There is something that must not be there.</exception>
    /// <exception cref="XmlException">It is no XML.</exception>
    public XmlDocument Build(XmlReader reader)
    {
        XmlNode place = _document;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    EndText(place);
                    var element = place.AppendChild(Element(reader))!;
                    place = reader.IsEmptyElement ? place : element;
                    break;
                case XmlNodeType.EndElement:
                    EndText(place);
                    place = place.ParentNode!;
                    break;
                case XmlNodeType.Text or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                case XmlNodeType.CDATA when isMetadata:
                    _text.Append(reader.Value);
                    break;
                case XmlNodeType.Comment when isMetadata:
                case XmlNodeType.XmlDeclaration:
                    break;
                default:
                    throw Malformed("The message holds a comment, a CDATA section or another node that messages have no use for.");
            }
        }

        return _document.DocumentElement is not null ? _document : throw Malformed("The message has no element.");
    }

    private XmlElement Element(XmlReader reader)
    {
        var (element, depth) = (_document.CreateElement(reader.Prefix, reader.LocalName, reader.NamespaceURI), reader.Depth);
        var declarations = 0;
        if (reader.AttributeCount > MostAttributes)
            throw TooMany("attributes");
        while (reader.MoveToNextAttribute())
        {
            var attribute = _document.CreateAttribute(reader.Prefix, reader.LocalName, reader.NamespaceURI);
            attribute.Value = Allowed(reader.Value);
            element.Attributes.Append(attribute);
            if (attribute.NamespaceURI == XmlNames.Xmlns)
                declarations += attribute.Value is XmlNames.Xml or XmlNames.Xmlns ? throw Malformed("A prefix stands for a namespace that has one already.") : 1;
            else if (IsIdentifier(attribute, depth) && !(_identifiers ??= new(StringComparer.OrdinalIgnoreCase)).Add(attribute.Value))
                throw Malformed("Two elements of the message have the same identifier.");
        }

        _namespaces[depth] = declarations + (depth == 0 ? 0 : _namespaces[depth - 1]);
        reader.MoveToElement();
        return _namespaces[depth] <= MostNamespaces ? element : throw TooMany("namespaces");
    }

    /// <summary>Of metadata the root alone can be what a signature refers to, so nobody else may be called as it is.</summary>
    private bool IsIdentifier(XmlAttribute attribute, int depth) => isMetadata
        ? attribute is { LocalName: "ID", NamespaceURI: "" } && (depth == 0 || _identifiers?.Contains(attribute.Value) == true)
        : attribute.LocalName is "ID" or "Id" or "id" or "iD";

    /// <summary>Whitespace around the root is no part of the message.</summary>
    private void EndText(XmlNode place)
    {
        if (_text.Length == 0)
            return;
        var text = Allowed(_text.ToString());
        _text.Clear();
        if (place != _document)
            place.AppendChild(text.AsSpan().IndexOfAnyExcept(" \t\r\n") < 0 ? _document.CreateWhitespace(text) : _document.CreateTextNode(text));
    }

    /// <summary>The reader refuses characters that XML cannot hold, but not where they are written as references.</summary>
    private static string Allowed(string text) => XmlCharacters.AreAllAllowed(text) ? text : throw Malformed("The message holds a character that XML cannot hold.");

    private static SamlException TooMany(string what) => new(SamlFaultKind.TooLarge, $"An element of the message has too many {what}.");

    private static SamlException Malformed(string reason) => new(SamlFaultKind.Malformed, reason);
}
