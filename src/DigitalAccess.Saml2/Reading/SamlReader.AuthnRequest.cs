using System.Xml;
using DigitalAccess.Saml2.Bindings;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Reading;

internal static partial class SamlReader
{
    private const int MostClasses = 20;

    /// <summary>SAML Core 3.4.1.</summary>
    public static AuthnRequest ReadAuthnRequest(IncomingMessage message)
    {
        var root = Expect(message, "AuthnRequest");
        OnlyKnown(root, ["Extensions", "NameIDPolicy", "RequestedAuthnContext", "Scoping"], ["Issuer", "Subject", "Conditions"]);
        return new AuthnRequest
        {
            Header = message.Header,
            ConsumerServiceUrl = root.Optional("AssertionConsumerServiceURL"),
            ConsumerServiceIndex = root.OptionalIndex("AssertionConsumerServiceIndex"),
            ProtocolBinding = root.Optional("ProtocolBinding"),
            ForceAuthn = root.Flag("ForceAuthn"),
            IsPassive = root.Flag("IsPassive"),
            NameIdPolicy = root.Child("NameIDPolicy", SamlNames.Protocol) is { } policy
                ? new NameIdPolicy(Short(policy, "Format"), Short(policy, "SPNameQualifier"), policy.Flag("AllowCreate"))
                : null,
            RequestedContext = root.Child("RequestedAuthnContext", SamlNames.Protocol) is { } context ? ReadContext(context) : null,
            Subject = root.Child("Subject", SamlNames.Assertion) is { } subject ? ReadSubject(subject) : null,
        };
    }

    /// <summary>SAML Core 3.3.2.2.1. Declarations are agreed upon between two parties; none are here, so none is met, whatever it is called.</summary>
    private static RequestedAuthnContext ReadContext(XmlElement context)
    {
        OnlyKnown(context, [], ["AuthnContextClassRef", "AuthnContextDeclRef"]);
        var comparison = context.Optional("Comparison") switch
        {
            null or "exact" => ContextComparison.Exact,
            "minimum" => ContextComparison.Minimum,
            "maximum" => ContextComparison.Maximum,
            "better" => ContextComparison.Better,
            _ => throw ElementReading.Malformed(context, "has a 'Comparison' that is none"),
        };
        var wanted = context.Children().ToList();
        return wanted.Count is > 0 and <= MostClasses
            ? new RequestedAuthnContext(comparison, [.. wanted.Where(one => one.LocalName == "AuthnContextClassRef").Select(one => one.Name())])
            : throw ElementReading.Malformed(context, $"names no class, or more than {MostClasses}");
    }

    /// <summary>SAML Core 2.4. Confirmations have no meaning in a browser's request (SAML Profiles 4.1.4.1).</summary>
    private static NameId ReadSubject(XmlElement subject)
    {
        OnlyKnown(subject, [], ["NameID", "SubjectConfirmation"]);
        if (subject.Child("SubjectConfirmation", SamlNames.Assertion) is not null)
            throw ElementReading.Malformed(subject, "holds a 'SubjectConfirmation' (SAML Profiles 4.1.4.1)");
        return ReadNameId(subject.Child("NameID", SamlNames.Assertion) ?? throw ElementReading.Malformed(subject, "names nobody"));
    }

    private static XmlElement Expect(IncomingMessage message, string name) => message.Name == name
        ? message.Root
        : throw new SamlException(SamlFaultKind.Malformed, $"The message is no {name}; another kind of message does not belong at this address.");
}
