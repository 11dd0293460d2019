using DigitalAccess.Saml2.Bindings;

namespace DigitalAccess.Saml2.Rules;

/// <summary>What holds for every message, each rule by itself.</summary>
internal static class MessageRules
{
    /// <summary>2.3.2 of SAML Metadata: entityIDs are compared letter by letter.</summary>
    public static SamlFault? IssuerIsTheSender(IncomingMessage message, Receiving receiving) =>
        message.Header.Issuer == receiving.ServiceProvider.EntityId
            ? null
            : new SamlFault(SamlFaultKind.Issuer, "The message is not from the service whose registration it is compared with.");

    /// <summary>A signature that is there holds, whether it is demanded or not (SDP-IDP05).</summary>
    public static SamlFault? SignatureHolds(IncomingMessage message, Receiving receiving) => message switch
    {
        { IsSigned: false } => null,
        _ when receiving.ServiceProvider.SigningKeys.Count == 0 => new SamlFault(SamlFaultKind.Signature, "The message is signed, and the sender's metadata holds no signing key."),
        _ when message.IsSignedByOneOf(receiving.ServiceProvider.SigningKeys) => null,
        _ => new SamlFault(SamlFaultKind.Signature, "The signature does not hold with any key of the sender's metadata."),
    };

    /// <summary>SAML Bindings 3.4.5.2 and 3.5.5.2: a message that is sent to somebody is for nobody else, and a signed one says to whom.</summary>
    public static SamlFault? DestinationIsHere(IncomingMessage message, Receiving receiving) => message.Header.Destination switch
    {
        null or "" => message.IsSigned ? new SamlFault(SamlFaultKind.Destination, "The message is signed and lacks its Destination (SAML Bindings 3.4.5.2).") : null,
        var destination => destination == receiving.Endpoint ? null : new SamlFault(SamlFaultKind.Destination, "The message was sent to another address (SAML Core 3.2.1)."),
    };

    /// <summary>Neither from the future nor so old that its ID may have been forgotten.</summary>
    public static SamlFault? IsFresh(IncomingMessage message, Receiving receiving) => message.Header.IssueInstant switch
    {
        var issued when issued > receiving.Now + Receiving.Skew => new SamlFault(SamlFaultKind.Time, "The message is from the future; the sender's clock may be wrong."),
        var issued when issued < receiving.Now - Receiving.Remembered => new SamlFault(SamlFaultKind.Time, "The message is too old; the way from the service to here must be gone again from its beginning."),
        _ => null,
    };
}
