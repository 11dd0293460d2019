using DigitalAccess.Saml2;

namespace DigitalAccess.Web.Saml;

/// <summary>Faults of requests that only the database or the registration tells.</summary>
internal static class RequestFaults
{
    public static SamlFault SeenBefore { get; } = new(SamlFaultKind.Replay, "The request was answered before. The way must begin anew at the service.");

    public static SamlFault UnknownSender { get; } = new(SamlFaultKind.Issuer, "The message is from a service that is not registered here, or whose metadata is not to be relied upon now.");

    public static SamlFault CannotBeSealed { get; } = new(SamlFaultKind.Key, "The service's answers must be encrypted, and its metadata holds no key for that, or none that knows AES-GCM.");

    public static SamlFault NotWaiting { get; } = new(SamlFaultKind.Replay, "No request waits under this address in this browser. The way must begin anew at the service.");
}
