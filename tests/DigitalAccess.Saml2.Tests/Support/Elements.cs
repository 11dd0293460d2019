using System.Xml.Linq;

namespace DigitalAccess.Saml2.Tests.Support;

internal static class Elements
{
    public static XElement With(this XElement element, string attribute, object value)
    {
        element.SetAttributeValue(attribute, value);
        return element;
    }
}
