using System.Security.Cryptography.Xml;
using System.Xml;

namespace DigitalAccess.Saml2.Xml;

/// <summary>Exclusive XML Canonicalization 1.0 without comments, of trees that came from <see cref="SafeXml"/>.</summary>
internal static class CanonicalForm
{
    public static byte[] OfDocument(XmlDocument document, string? prefixes)
    {
        var transform = new XmlDsigExcC14NTransform(includeComments: false, prefixes) { Resolver = null! };
        transform.LoadInput(document);
        using var output = (MemoryStream)transform.GetOutput(typeof(Stream));
        return output.ToArray();
    }

    /// <summary>Of one element, in the namespaces that its surroundings give it.</summary>
    public static byte[] OfSubtree(XmlElement element, string? prefixes) => OfDocument(Alone(element), prefixes);

    /// <summary>A copy of one element as a document, with the namespaces that its surroundings give it.</summary>
    public static XmlDocument Alone(XmlElement element)
    {
        var alone = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        var copy = (XmlElement)alone.AppendChild(alone.ImportNode(element, deep: true))!;
        for (var around = element.ParentNode as XmlElement; around is not null; around = around.ParentNode as XmlElement)
        {
            foreach (XmlAttribute declaration in around.Attributes)
                if (declaration.NamespaceURI == XmlNames.Xmlns && !copy.HasAttribute(declaration.LocalName, XmlNames.Xmlns))
                    copy.SetAttributeNode((XmlAttribute)alone.ImportNode(declaration, deep: true));
        }

        return alone;
    }
}
