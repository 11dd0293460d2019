using DigitalAccess.Saml2.Model;

namespace DigitalAccess.Saml2.Writing;

public static partial class SamlWriter
{
    private static MessageBuffer Write(Assertion assertion, Protection protection)
    {
        var message = new MessageBuffer()
            .Raw("<saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\""u8)
            .Attribute(" ID=\""u8, assertion.Id)
            .Instant(" IssueInstant=\""u8, assertion.IssueInstant)
            .Raw(" Version=\"2.0\">"u8);
        var place = message.Element("<saml:Issuer>"u8, assertion.Issuer, "</saml:Issuer>"u8).Length;
        WriteSubject(message, assertion);
        WriteConditions(message, assertion);
        WriteStatement(message, assertion);
        WriteAttributes(message, assertion.Attributes);
        message.Raw("</saml:Assertion>"u8);
        var signed = protection.SignsAssertion ? SignatureWriter.Sign(message, assertion.Id, place, protection.Key) : message;
        return protection.EncryptTo is { } key ? EncryptionWriter.Encrypt(signed, key) : signed;
    }

    /// <summary>SAML Profiles 4.1.4.2: borne by the browser, to one address, for a few minutes.</summary>
    private static void WriteSubject(MessageBuffer message, Assertion assertion)
    {
        message.Raw("<saml:Subject>"u8);
        if (assertion.NameId is { } name)
            WriteNameId(message, name, declares: false);
        message.Raw("<saml:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\"><saml:SubjectConfirmationData"u8)
            .Optional(" InResponseTo=\""u8, assertion.InResponseTo)
            .Instant(" NotOnOrAfter=\""u8, assertion.NotOnOrAfter)
            .Attribute(" Recipient=\""u8, assertion.Recipient)
            .Raw("></saml:SubjectConfirmationData></saml:SubjectConfirmation></saml:Subject>"u8);
    }

    private static void WriteConditions(MessageBuffer message, Assertion assertion) => message
        .Instant("<saml:Conditions NotBefore=\""u8, assertion.NotBefore)
        .Instant(" NotOnOrAfter=\""u8, assertion.NotOnOrAfter)
        .Element("><saml:AudienceRestriction><saml:Audience>"u8, assertion.Audience, "</saml:Audience></saml:AudienceRestriction></saml:Conditions>"u8);

    private static void WriteStatement(MessageBuffer message, Assertion assertion)
    {
        message.Instant("<saml:AuthnStatement AuthnInstant=\""u8, assertion.AuthnInstant).Attribute(" SessionIndex=\""u8, assertion.SessionIndex);
        if (assertion.SessionNotOnOrAfter is { } end)
            message.Instant(" SessionNotOnOrAfter=\""u8, end);
        message.Element("><saml:AuthnContext><saml:AuthnContextClassRef>"u8, assertion.Context, "</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>"u8);
    }

    /// <summary>SAML Attribute Profiles: names are URIs, and say so, or Shibboleth's service provider does not see them.</summary>
    private static void WriteAttributes(MessageBuffer message, IReadOnlyList<AttributeValue> attributes)
    {
        if (attributes.Count == 0)
            return;
        message.Raw("<saml:AttributeStatement>"u8);
        foreach (var attribute in attributes)
        {
            message.Raw("<saml:Attribute"u8).Optional(" FriendlyName=\""u8, attribute.FriendlyName).Attribute(" Name=\""u8, attribute.Name)
                .Raw(" NameFormat=\"urn:oasis:names:tc:SAML:2.0:attrname-format:uri\">"u8);
            foreach (var value in attribute.Values)
                message.Element("<saml:AttributeValue>"u8, value, "</saml:AttributeValue>"u8);
            if (attribute.NameId is { } name)
            {
                message.Raw("<saml:AttributeValue>"u8);
                WriteNameId(message, name, declares: false);
                message.Raw("</saml:AttributeValue>"u8);
            }

            message.Raw("</saml:Attribute>"u8);
        }

        message.Raw("</saml:AttributeStatement>"u8);
    }

    /// <param name="message">Where it is written.</param>
    /// <param name="name">The name.</param>
    /// <param name="declares">Whether its prefix is not declared by an element around it.</param>
    private static void WriteNameId(MessageBuffer message, NameId name, bool declares) => message
        .Raw("<saml:NameID"u8)
        .Raw(declares ? " xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\""u8 : ""u8)
        .Optional(" Format=\""u8, name.Format)
        .Optional(" NameQualifier=\""u8, name.NameQualifier)
        .Optional(" SPNameQualifier=\""u8, name.ServiceProviderQualifier)
        .Element(">"u8, name.Value, "</saml:NameID>"u8);
}
