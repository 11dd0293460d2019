using DigitalAccess.Saml2.Bindings;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Reading;

namespace DigitalAccess.Saml2.Rules;

/// <summary>Judges messages that end sessions. They must be signed: nobody else's picture or link may sign anybody out (SAML Profiles 4.4.4.1).</summary>
public static class LogoutRules
{
    private static readonly Func<IncomingMessage, Receiving, SamlFault?>[] Believing =
    [
        MessageRules.IssuerIsTheSender, IsSigned, MessageRules.SignatureHolds, MessageRules.DestinationIsHere, MessageRules.IsFresh,
    ];

    /// <summary>Judges a service's wish that somebody be signed out.</summary>
    /// <exception cref="SamlException">It is not to be believed.</exception>
    public static Verified<LogoutRequest> JudgeRequest(IncomingMessage message, Receiving receiving)
    {
        Believe(message, receiving);
        var request = SamlReader.ReadLogoutRequest(message);
        return request.NotOnOrAfter is { } end && end <= receiving.Now - Receiving.Skew
            ? throw new SamlException(SamlFaultKind.Time, "The request was good until a moment that is past (SAML Core 3.7.1).")
            : new Verified<LogoutRequest>(request, message.IsSigned);
    }

    /// <summary>Judges a service's answer to such a wish of ours.</summary>
    /// <exception cref="SamlException">It is not to be believed.</exception>
    public static Verified<LogoutResponse> JudgeResponse(IncomingMessage message, Receiving receiving)
    {
        Believe(message, receiving);
        return new Verified<LogoutResponse>(SamlReader.ReadLogoutResponse(message), message.IsSigned);
    }

    private static void Believe(IncomingMessage message, Receiving receiving)
    {
        foreach (var rule in Believing)
            if (rule(message, receiving) is { } fault)
                throw new SamlException(fault);
    }

    /// <summary>SAML Profiles 4.4.4.1 and 4.4.4.2.</summary>
    private static SamlFault? IsSigned(IncomingMessage message, Receiving receiving) =>
        message.IsSigned ? null : new SamlFault(SamlFaultKind.NotSigned, "A message about signing out is not signed (SAML Profiles 4.4.4.1).");
}
