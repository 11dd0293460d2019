using System.Xml;

namespace DigitalAccess.Saml2.Bindings;

/// <summary>Which of the two parameters carries the message.</summary>
internal static class MessageParameter
{
    public const string Request = "SAMLRequest";
    public const string Response = "SAMLResponse";

    /// <exception cref="SamlException">None does, or both do.</exception>
    public static string Of(RawParameters parameters) => (parameters.Raw(Request), parameters.Raw(Response)) switch
    {
        (not null, null) => Request,
        (null, not null) => Response,
        (null, null) => throw new SamlException(SamlFaultKind.Malformed, "There is no SAML message; a service sends people here with one."),
        _ => throw new SamlException(SamlFaultKind.Malformed, "There are a request and a response at once."),
    };

    /// <summary>What is announced as a request is one (SAML Bindings 3.4.4.1, 3.5.4): the name is signed too where the signature is beside the message.</summary>
    public static XmlElement Checked(XmlElement root, string parameter) => root.LocalName.EndsWith("Response", StringComparison.Ordinal) == (parameter == Response)
        ? root
        : throw new SamlException(SamlFaultKind.Malformed, "The message is a request that is sent as a response, or the other way round (SAML Bindings 3.4.4.1, 3.5.4).");
}
