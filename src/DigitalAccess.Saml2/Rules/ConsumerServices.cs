using DigitalAccess.Saml2.Metadata;
using DigitalAccess.Saml2.Model;

namespace DigitalAccess.Saml2.Rules;

/// <summary>
/// Where a request is answered (SAML Profiles 4.1.4.1): at a place of the service's metadata, compared letter by letter.
/// A signature does not help an address that is not there.
/// </summary>
public static class ConsumerServices
{
    /// <summary>The place that answers go to when nobody names one (SAML Metadata 2.2.3).</summary>
    /// <returns>Null where the service takes no posted answers.</returns>
    public static ConsumerService? DefaultOf(ServiceProviderMetadata provider) => DefaultOne.Of(provider.ConsumerServices.Where(IsPost).ToList(), s => s.IsDefault);

    /// <summary>Whether answers may go to the address still; what was found right before a login may have been withdrawn meanwhile.</summary>
    public static bool Takes(ServiceProviderMetadata provider, string location) => provider.ConsumerServices.Any(s => IsPost(s) && s.Location == location);

    internal static SamlFault? Choose(AuthnRequest request, ServiceProviderMetadata provider, out ConsumerService? service)
    {
        service = null;
        if (request.ProtocolBinding is not (null or SamlNames.Bindings.Post))
            return Fault("The answer is wanted by another binding than HTTP POST, which alone is spoken here.");
        if (request.ConsumerServiceIndex is not null && (request.ConsumerServiceUrl ?? request.ProtocolBinding) is not null)
            return Fault("The place for the answer is named by number and by address at once (SAML Core 3.4.1).");
        service = request switch
        {
            { ConsumerServiceUrl: { } url } => provider.ConsumerServices.FirstOrDefault(s => IsPost(s) && s.Location == url),
            { ConsumerServiceIndex: { } index } => provider.ConsumerServices.FirstOrDefault(s => IsPost(s) && s.Index == index),
            _ => DefaultOf(provider),
        };
        return service is null ? Fault("The place for the answer is not in the service's metadata.") : null;
    }

    /// <summary>The address is looked at when metadata comes in and here again: what a form is sent to must never be a script.</summary>
    private static bool IsPost(ConsumerService service) => service.Binding == SamlNames.Bindings.Post && EndpointAddress.FaultOf(service.Location) is null;

    private static SamlFault Fault(string reason) => new(SamlFaultKind.ConsumerService, reason);
}
