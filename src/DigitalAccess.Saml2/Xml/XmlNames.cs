namespace DigitalAccess.Saml2.Xml;

/// <summary>Namespaces that every document has (Namespaces in XML 1.0, 3).</summary>
internal static class XmlNames
{
    /// <summary>Of <c>xml:lang</c> and the like.</summary>
    public const string Xml = "http://www.w3.org/XML/1998/namespace";

    /// <summary>Of declarations of namespaces.</summary>
    public const string Xmlns = "http://www.w3.org/2000/xmlns/";
}
