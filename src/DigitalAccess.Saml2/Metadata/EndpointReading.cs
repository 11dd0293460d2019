using System.Globalization;
using System.Xml;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Metadata;

/// <summary>
/// Reads the places where messages go (SAML Metadata 2.2.2, 2.2.3). A bad address of a binding that is used refuses the
/// metadata as a whole: whoever wrote it is not to be trusted with the rest.
/// </summary>
internal static class EndpointReading
{
    public static IReadOnlyList<ConsumerService> ConsumerServices(XmlElement role, List<string> notes)
    {
        List<ConsumerService> services = [];
        HashSet<int> seen = [];
        foreach (var element in role.Children("AssertionConsumerService", SamlNames.Metadata))
        {
            var index = element.OptionalIndex("index") ?? throw ElementReading.Malformed(element, "lacks the attribute 'index'");
            if (!seen.Add(index))
                throw Refused($"Two consumer services have the same index, {index} (SAML Metadata 2.2.3).");
            var service = new ConsumerService(index, element.Required("Binding"), element.Required("Location"), element.OptionalFlag("isDefault"));
            if (EndpointAddress.FaultOf(service.Location) is not { } fault)
                services.Add(service);
            else if (service.Binding == SamlNames.Bindings.Post)
                throw Refused($"The address of the consumer service with index {index} {fault}.");
            else
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"The address of the consumer service with index {index} {fault}; its binding is not used here, and it is left out."));
        }

        return services.Exists(service => service.Binding == SamlNames.Bindings.Post)
            ? services
            : throw Refused($"The service provider has no consumer service of the HTTP-POST binding, the only one that assertions are sent by (SDP-IDP08).");
    }

    public static IReadOnlyList<LogoutService> LogoutServices(XmlElement role, List<string> notes)
    {
        List<LogoutService> services = [];
        foreach (var element in role.Children("SingleLogoutService", SamlNames.Metadata))
        {
            var binding = element.Required("Binding");
            if (binding is not (SamlNames.Bindings.Redirect or SamlNames.Bindings.Post))
            {
                notes.Add("A logout service is of a binding that is not used here; it is left out.");
                continue;
            }

            var location = Location(element.Required("Location"));
            services.Add(new LogoutService(binding, location, element.Optional("ResponseLocation") is { } response ? Location(response) : location));
        }

        return services;
    }

    private static string Location(string address) =>
        EndpointAddress.FaultOf(address) is { } fault ? throw Refused($"The address of a logout service {fault}.") : address;

    private static SamlException Refused(FormattableString reason) => new(SamlFaultKind.Metadata, reason.ToString(CultureInfo.InvariantCulture));
}
