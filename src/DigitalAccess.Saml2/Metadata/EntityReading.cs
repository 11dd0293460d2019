using System.Xml;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Metadata;

/// <summary>Reads an EntityDescriptor as a service provider of SAML 2.0 (SAML Metadata 2.3.2, 2.4.4).</summary>
internal static class EntityReading
{
    private const string Role = "SPSSODescriptor";

    public static ServiceProviderMetadata Read(XmlElement entity, Validity around)
    {
        var notes = new List<string>();
        var role = RoleOf(entity, notes);
        var validity = around.And(Validity.Of(entity)).And(Validity.Of(role));
        var keys = KeyReading.Read(role, notes);
        var metadata = new ServiceProviderMetadata
        {
            EntityId = EntityIdOf(entity),
            ConsumerServices = EndpointReading.ConsumerServices(role, notes),
            LogoutServices = EndpointReading.LogoutServices(role, notes),
            SigningKeys = keys.Signing,
            EncryptionKeys = keys.Encryption,
            AuthnRequestsSigned = role.Flag("AuthnRequestsSigned"),
            WantAssertionsSigned = role.Flag("WantAssertionsSigned"),
            NameIdFormats = [.. role.Children("NameIDFormat", SamlNames.Metadata).Select(format => format.Name()).Distinct()],
            RequestedAttributes = RequestReading.Attributes(role, notes),
            DisplayNames = RequestReading.DisplayNames(role),
            ValidUntil = validity.Until,
            CacheDuration = validity.Cache,
            Notes = notes,
        };
        return metadata is { AuthnRequestsSigned: true, SigningKeys: [] }
            ? throw new SamlException(SamlFaultKind.Metadata, "The service provider says that it signs its requests, and has no key for signing (SAML Metadata 2.4.4).")
            : metadata;
    }

    private static string EntityIdOf(XmlElement entity) => entity.Required("entityID") switch
    {
        { Length: 0 or > ElementReading.LongestName } => throw ElementReading.Malformed(entity, $"has an 'entityID' that is empty or longer than {ElementReading.LongestName} characters"),
        var id => id,
    };

    private static XmlElement RoleOf(XmlElement entity, List<string> notes)
    {
        var roles = entity.Children(Role, SamlNames.Metadata).ToList();
        if (roles.Count == 0)
            throw new SamlException(SamlFaultKind.Metadata, "The entity is no service provider: it has no SPSSODescriptor (SAML Metadata 2.4.4).");
        var role = roles.Find(SpeaksSaml2) ?? throw new SamlException(SamlFaultKind.Metadata, "The service provider does not speak SAML 2.0 (SAML Metadata 2.4.1, protocolSupportEnumeration).");
        if (roles.Count > 1)
            notes.Add("There are several SPSSODescriptors; the first one of SAML 2.0 is used.");
        return role;
    }

    private static bool SpeaksSaml2(XmlElement role) =>
        role.Required("protocolSupportEnumeration").Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Contains(SamlNames.Protocol);
}
