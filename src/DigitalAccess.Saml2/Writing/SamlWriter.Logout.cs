using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Rules;

namespace DigitalAccess.Saml2.Writing;

public static partial class SamlWriter
{
    /// <summary>
    /// SAML Core 3.7.1. Unsigned, for the redirect binding, which signs beside it; signed inside with a key, for the POST binding.
    /// </summary>
    /// <param name="header">Our ID, time, entityID and where it goes.</param>
    /// <param name="name">What the service calls the person.</param>
    /// <param name="sessionIndex">What the service's session is called.</param>
    /// <param name="notOnOrAfter">From when on the wish is void.</param>
    /// <param name="key">Signs inside; null for a message that is signed beside.</param>
    public static ReadOnlyMemory<byte> LogoutRequest(MessageHeader header, NameId name, string sessionIndex, DateTimeOffset notOnOrAfter, SigningKey? key)
    {
        var message = new MessageBuffer(2048)
            .Raw("<samlp:LogoutRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\""u8)
            .Optional(" Destination=\""u8, header.Destination)
            .Attribute(" ID=\""u8, header.Id)
            .Instant(" IssueInstant=\""u8, header.IssueInstant)
            .Instant(" NotOnOrAfter=\""u8, notOnOrAfter)
            .Raw(" Version=\"2.0\">"u8);
        var place = WriteIssuer(message, header.Issuer);
        WriteNameId(message, name, declares: true);
        message.Element("<samlp:SessionIndex>"u8, sessionIndex, "</samlp:SessionIndex></samlp:LogoutRequest>"u8);
        return (key is null ? message : SignatureWriter.Sign(message, header.Id, place, key)).Memory;
    }

    /// <summary>SAML Core 3.7.2; signed as <see cref="LogoutRequest"/> is.</summary>
    /// <param name="header">Our ID, time, entityID and where it goes.</param>
    /// <param name="inResponseTo">ID of the request that is answered.</param>
    /// <param name="status">How it went.</param>
    /// <param name="key">Signs inside; null for a message that is signed beside.</param>
    public static ReadOnlyMemory<byte> LogoutResponse(MessageHeader header, string inResponseTo, StatusAnswer status, SigningKey? key)
    {
        var message = new MessageBuffer(2048)
            .Raw("<samlp:LogoutResponse xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\""u8)
            .Optional(" Destination=\""u8, header.Destination)
            .Attribute(" ID=\""u8, header.Id)
            .Attribute(" InResponseTo=\""u8, inResponseTo)
            .Instant(" IssueInstant=\""u8, header.IssueInstant)
            .Raw(" Version=\"2.0\">"u8);
        var place = WriteIssuer(message, header.Issuer);
        WriteStatus(message, status);
        message.Raw("</samlp:LogoutResponse>"u8);
        return (key is null ? message : SignatureWriter.Sign(message, header.Id, place, key)).Memory;
    }
}
