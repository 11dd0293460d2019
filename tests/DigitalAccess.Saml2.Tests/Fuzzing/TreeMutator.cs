using System.Xml;
using DigitalAccess.Saml2.Tests.Support;

namespace DigitalAccess.Saml2.Tests.Fuzzing;

/// <summary>Changes of a message that leave it well formed: elements and attributes doubled, moved, renamed and wrapped.</summary>
internal static class TreeMutator
{
    private static readonly string[] Namespaces =
        [SamlNames.Protocol, SamlNames.Assertion, SamlNames.Signature, SamlNames.ExclusiveCanonicalisation, "urn:x", ""];

    private static readonly string[] Names =
        ["AuthnRequest", "LogoutRequest", "Issuer", "Subject", "NameID", "Extensions", "Signature", "SignedInfo", "Reference", "Transforms", "Transform", "KeyInfo", "Object", "SessionIndex", "Status", "x"];

    private static readonly string[] Attributes = ["ID", "Id", "id", "Version", "IssueInstant", "Destination", "URI", "Algorithm", "PrefixList", "AssertionConsumerServiceURL", "AssertionConsumerServiceIndex", "ForceAuthn", "x"];

    public static string Change(string message, Random random)
    {
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        document.LoadXml(message);
        for (var changes = random.Next(1, 4); changes > 0; changes--)
            Change(document, random);
        return document.OuterXml;
    }

    private static void Change(XmlDocument document, Random random)
    {
        var all = document.GetElementsByTagName("*").Cast<XmlElement>().ToList();
        var (one, other) = (all[random.Next(all.Count)], all[random.Next(all.Count)]);
        switch (random.Next(9))
        {
            case 0:
                other.InsertBefore(one.CloneNode(deep: true), other.FirstChild);
                break;
            case 1:
                other.AppendChild(one.CloneNode(deep: true));
                break;
            case 2 when one != document.DocumentElement:
                one.ParentNode!.RemoveChild(one);
                break;
            case 3 when one != document.DocumentElement && !IsWithin(other, one):
                other.AppendChild(one);
                break;
            case 4:
                Rename(document, one, random);
                break;
            case 5 when one.HasAttributes:
                var moved = one.Attributes[random.Next(one.Attributes.Count)];
                if (moved.Prefix.Length == 0 && moved.Name != "xmlns")
                    other.SetAttribute(moved.Name, random.Next(2) == 0 ? moved.Value : Canonical.Holdable(TextMutator.Change(moved.Value, random)));
                break;
            case 6:
                one.SetAttribute(Attributes[random.Next(Attributes.Length)], other.HasAttribute("ID") ? other.GetAttribute("ID") : "1");
                break;
            case 7 when one.ParentNode is XmlElement parent:
                var wrapper = document.CreateElement("w", Names[random.Next(Names.Length)], Namespaces[random.Next(5)]);
                parent.ReplaceChild(wrapper, one);
                wrapper.AppendChild(one);
                break;
            default:
                one.InsertBefore(document.CreateTextNode(random.Next(2) == 0 ? "\r\n\t " : "x"), one.FirstChild);
                break;
        }
    }

    private static bool IsWithin(XmlNode node, XmlNode around) => node == around || (node.ParentNode is { } parent && IsWithin(parent, around));

    private static void Rename(XmlDocument document, XmlElement element, Random random)
    {
        var ns = Namespaces[random.Next(Namespaces.Length)];
        var renamed = document.CreateElement(ns.Length == 0 ? "" : "r", random.Next(2) == 0 ? element.LocalName : Names[random.Next(Names.Length)], ns);
        foreach (XmlAttribute attribute in element.Attributes.Cast<XmlAttribute>().ToList())
            renamed.SetAttributeNode((XmlAttribute)attribute.CloneNode(deep: true));
        while (element.FirstChild is { } child)
            renamed.AppendChild(child);
        element.ParentNode!.ReplaceChild(renamed, element);
    }
}
