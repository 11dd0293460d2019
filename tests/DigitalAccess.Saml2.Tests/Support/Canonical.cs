using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;

namespace DigitalAccess.Saml2.Tests.Support;

/// <summary>Exclusive canonical form as the framework makes it.</summary>
internal static class Canonical
{
    public static string Of(ReadOnlyMemory<byte> message)
    {
        var transform = new XmlDsigExcC14NTransform();
        transform.LoadInput(Parsed(message));
        using var output = (MemoryStream)transform.GetOutput(typeof(Stream));
        return Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>By a reader of its own: the document's would leave ends of lines as they are, which XML 1.0, 2.11, does not.</summary>
    public static XmlDocument Parsed(ReadOnlyMemory<byte> message)
    {
        var document = new XmlDocument { PreserveWhitespace = true };
        using var reader = XmlReader.Create(new MemoryStream(message.ToArray()));
        document.Load(reader);
        return document;
    }

    public static string Text(ReadOnlyMemory<byte> message) => Encoding.UTF8.GetString(message.Span);

    /// <summary>The text without what XML 1.0 cannot hold, by the framework's reckoning.</summary>
    public static string Holdable(string text)
    {
        var kept = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]))
                kept.Append(text[i]);
            else if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
                kept.Append(text, i++, 2);
        }

        return kept.ToString();
    }
}
