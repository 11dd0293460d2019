using DigitalAccess.Saml2.Bindings;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Reading;

namespace DigitalAccess.Saml2.Rules;

/// <summary>
/// Judges a request to sign somebody in. First whether it is to be believed, then where it may be answered, and only then
/// what it asks for: nothing is ever sent to an address that the first two have not found right (IIP-IDP05).
/// </summary>
public static class AuthnRequestRules
{
    private static readonly Func<IncomingMessage, Receiving, SamlFault?>[] Believing =
    [
        MessageRules.IssuerIsTheSender, IsSignedWhereItMustBe, MessageRules.SignatureHolds, MessageRules.DestinationIsHere, MessageRules.IsFresh,
    ];

    private static readonly Func<AuthnRequest, Receiving, StatusAnswer?>[] Meeting = [NameCanBeGiven, NameIsAmongThisServiceAlone, ContextCanBeMet];

    /// <summary>Judges the message against its sender's registration.</summary>
    public static AuthnRequestVerdict Judge(IncomingMessage message, Receiving receiving)
    {
        try
        {
            foreach (var rule in Believing)
                if (rule(message, receiving) is { } fault)
                    return new AuthnRequestVerdict.Refused(fault);
            var request = SamlReader.ReadAuthnRequest(message);
            if (ConsumerServices.Choose(request, receiving.ServiceProvider, out var service) is { } wrong)
                return new AuthnRequestVerdict.Refused(wrong);
            var verified = new Verified<AuthnRequest>(request, message.IsSigned);
            foreach (var rule in Meeting)
                if (rule(request, receiving) is { } answer)
                    return new AuthnRequestVerdict.Unmet(verified, service!, answer);
            return new AuthnRequestVerdict.Accepted(verified, service!);
        }
        catch (SamlException e)
        {
            return new AuthnRequestVerdict.Refused(e.Fault);
        }
    }

    /// <summary>SDP-IDP04: a service that signs its requests is not impersonated by leaving the signature away.</summary>
    private static SamlFault? IsSignedWhereItMustBe(IncomingMessage message, Receiving receiving) =>
        message.IsSigned || !(receiving.RequiresSignature || receiving.ServiceProvider.AuthnRequestsSigned)
            ? null
            : new SamlFault(SamlFaultKind.NotSigned, "The service signs its requests, and this one is not signed.");

    /// <summary>SAML Core 3.4.1.1; a request without a wish, or for an unspecified name, gets what its registration says.</summary>
    private static StatusAnswer? NameCanBeGiven(AuthnRequest request, Receiving receiving) =>
        request.NameIdPolicy?.Format is null or SamlNames.NameIds.Unspecified || receiving.NameIdFormats.Contains(request.NameIdPolicy.Format)
            ? null
            : new StatusAnswer(SamlNames.Status.Requester, SamlNames.Status.InvalidNameIdPolicy, "This service is not given a name identifier of that format.");

    /// <summary>No service is told what another calls a patron.</summary>
    private static StatusAnswer? NameIsAmongThisServiceAlone(AuthnRequest request, Receiving receiving) =>
        request.NameIdPolicy?.ServiceProviderQualifier is null or "" || request.NameIdPolicy.ServiceProviderQualifier == receiving.ServiceProvider.EntityId
            ? null
            : new StatusAnswer(SamlNames.Status.Requester, SamlNames.Status.InvalidNameIdPolicy, "Name identifiers are given for one service alone.");

    /// <summary>IIP-IDP08: what cannot be met is said, never silently replaced by less.</summary>
    private static StatusAnswer? ContextCanBeMet(AuthnRequest request, Receiving receiving) =>
        AuthnContexts.Choose(request.RequestedContext, receiving.Contexts) is not null
            ? null
            : new StatusAnswer(SamlNames.Status.Requester, SamlNames.Status.NoAuthnContext, "No sign-in here has that authentication context.");
}

/// <summary>What becomes of a request.</summary>
public abstract record AuthnRequestVerdict
{
    private AuthnRequestVerdict() { }

    /// <param name="Request">The request.</param>
    /// <param name="AnswerTo">Where it is answered.</param>
    public sealed record Accepted(Verified<AuthnRequest> Request, ConsumerService AnswerTo) : AuthnRequestVerdict;

    /// <summary>A request to be believed that asks for what it cannot get: the service is told so.</summary>
    public sealed record Unmet(Verified<AuthnRequest> Request, ConsumerService AnswerTo, StatusAnswer Answer) : AuthnRequestVerdict;

    /// <summary>Nothing is sent anywhere.</summary>
    public sealed record Refused(SamlFault Fault) : AuthnRequestVerdict;
}

/// <summary>How a request went, for its sender (SAML Core 3.2.2.1).</summary>
/// <param name="Code">The outer status code.</param>
/// <param name="SubCode">The inner one.</param>
/// <param name="Message">In our words, for the service's log.</param>
public sealed record StatusAnswer(string Code, string? SubCode, string? Message)
{
    /// <summary>It worked.</summary>
    public static StatusAnswer Success { get; } = new(SamlNames.Status.Success, null, null);
}
