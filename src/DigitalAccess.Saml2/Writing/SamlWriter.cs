using System.Security.Cryptography;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Rules;

namespace DigitalAccess.Saml2.Writing;

/// <summary>From messages to bytes, in canonical form from the first byte on.</summary>
public static partial class SamlWriter
{
    /// <summary>160 random bits: nobody guesses one, and no two are alike (SAML Core 1.3.4).</summary>
    public static string NewId()
    {
        Span<byte> random = stackalloc byte[20];
        RandomNumberGenerator.Fill(random);
        return $"_{Convert.ToHexStringLower(random)}";
    }

    /// <summary>SAML Core 3.3.3, signed and sealed as the recipient has it.</summary>
    /// <exception cref="ArgumentException">Nothing of what it says of a person would be signed.</exception>
    public static ReadOnlyMemory<byte> Write(Response response, Protection protection)
    {
        if (response.Assertion is not null && protection is { SignsResponse: false, SignsAssertion: false })
            throw new ArgumentException("An assertion is signed by itself or with its response (SAML Profiles 4.1.4.5).", nameof(protection));
        var assertion = response.Assertion is { } told ? Write(told, protection) : null;
        var message = new MessageBuffer((assertion?.Length ?? 0) + 2048)
            .Raw("<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\""u8)
            .Attribute(" Destination=\""u8, response.Destination)
            .Attribute(" ID=\""u8, response.Id)
            .Optional(" InResponseTo=\""u8, response.InResponseTo)
            .Instant(" IssueInstant=\""u8, response.IssueInstant)
            .Raw(" Version=\"2.0\">"u8);
        var place = WriteIssuer(message, response.Issuer);
        WriteStatus(message, response.Status);
        if (assertion is not null)
            message.Raw(assertion.Span);
        message.Raw("</samlp:Response>"u8);
        return (protection.SignsResponse ? SignatureWriter.Sign(message, response.Id, place, protection.Key) : message).Memory;
    }

    /// <returns>Where a signature belongs: behind the issuer.</returns>
    private static int WriteIssuer(MessageBuffer message, string issuer) =>
        message.Element("<saml:Issuer xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">"u8, issuer, "</saml:Issuer>"u8).Length;

    private static void WriteStatus(MessageBuffer message, StatusAnswer status)
    {
        message.Attribute("<samlp:Status><samlp:StatusCode Value=\""u8, status.Code).Raw(">"u8);
        if (status.SubCode is { } inner)
            message.Attribute("<samlp:StatusCode Value=\""u8, inner).Raw("></samlp:StatusCode>"u8);
        message.Raw("</samlp:StatusCode>"u8);
        if (status.Message is { } words)
            message.Element("<samlp:StatusMessage>"u8, words, "</samlp:StatusMessage>"u8);
        message.Raw("</samlp:Status>"u8);
    }
}
