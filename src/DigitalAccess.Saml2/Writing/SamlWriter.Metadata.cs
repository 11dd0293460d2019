using System.Globalization;
using System.Xml;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Writing;

public static partial class SamlWriter
{
    /// <summary>SAML Metadata 2.3.2, signed with the key that is in use now.</summary>
    public static ReadOnlyMemory<byte> Write(IdentityProviderMetadata metadata, SigningKey key)
    {
        var id = NewId();
        var message = new MessageBuffer(8192)
            .Raw("<md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\""u8)
            .Attribute(" ID=\""u8, id)
            .Attribute(" cacheDuration=\""u8, XmlConvert.ToString(metadata.CacheDuration))
            .Attribute(" entityID=\""u8, metadata.EntityId)
            .Instant(" validUntil=\""u8, metadata.ValidUntil)
            .Raw(">"u8);
        var place = message.Length;
        message.Raw(metadata.WantsSignedRequests ? "<md:IDPSSODescriptor WantAuthnRequestsSigned=\"true\""u8 : "<md:IDPSSODescriptor WantAuthnRequestsSigned=\"false\""u8)
            .Optional(" errorURL=\""u8, metadata.ErrorAddress)
            .Raw(" protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">"u8);
        WriteExtensions(message, metadata);
        foreach (var certificate in metadata.Certificates)
        {
            message.Raw("<md:KeyDescriptor use=\"signing\"><ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:X509Data>"u8)
                .Element("<ds:X509Certificate>"u8, certificate, "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"u8);
        }

        foreach (var binding in Spoken)
            WriteService(message, "<md:SingleLogoutService Binding=\""u8, binding, metadata.SingleLogout, "></md:SingleLogoutService>"u8);
        foreach (var format in metadata.NameIdFormats)
            message.Element("<md:NameIDFormat>"u8, format, "</md:NameIDFormat>"u8);
        foreach (var binding in Spoken)
            WriteService(message, "<md:SingleSignOnService Binding=\""u8, binding, metadata.SingleSignOn, "></md:SingleSignOnService>"u8);
        message.Raw("</md:IDPSSODescriptor>"u8);
        if (metadata.TechnicalContact is { } contact)
        {
            message.Raw("<md:ContactPerson contactType=\"technical\"><md:EmailAddress>mailto:"u8).Text(contact)
                .Raw("</md:EmailAddress></md:ContactPerson>"u8);
        }

        message.Raw("</md:EntityDescriptor>"u8);
        return SignatureWriter.Sign(message, id, place, key).Memory;
    }

    private static readonly string[] Spoken = [SamlNames.Bindings.Redirect, SamlNames.Bindings.Post];

    private static void WriteService(MessageBuffer message, ReadOnlySpan<byte> start, string binding, string location, ReadOnlySpan<byte> end) =>
        message.Attribute(start, binding).Attribute(" Location=\""u8, location).Raw(end);

    /// <summary>SAML Metadata UI 2.1, Algorithm Support 2.3 and 2.4, and the scope that Shibboleth's service provider holds values against.</summary>
    private static void WriteExtensions(MessageBuffer message, IdentityProviderMetadata metadata)
    {
        message.Raw("<md:Extensions><shibmd:Scope xmlns:shibmd=\"urn:mace:shibboleth:metadata:1.0\" regexp=\"false\">"u8).Text(metadata.Scope)
            .Raw("</shibmd:Scope><mdui:UIInfo xmlns:mdui=\"urn:oasis:names:tc:SAML:metadata:ui\">"u8);
        foreach (var (language, text) in metadata.DisplayNames)
            message.Attribute("<mdui:DisplayName xml:lang=\""u8, language).Element(">"u8, text, "</mdui:DisplayName>"u8);
        if (metadata.Logo is { } logo)
        {
            message.Attribute("<mdui:Logo height=\""u8, logo.Height.ToString(CultureInfo.InvariantCulture))
                .Attribute(" width=\""u8, logo.Width.ToString(CultureInfo.InvariantCulture))
                .Element(">"u8, logo.Address, "</mdui:Logo>"u8);
        }

        message.Raw("</mdui:UIInfo>"u8);
        foreach (var digest in SignedInfo.Digests)
            message.Attribute("<alg:DigestMethod xmlns:alg=\"urn:oasis:names:tc:SAML:metadata:algsupport\" Algorithm=\""u8, digest).Raw("></alg:DigestMethod>"u8);
        foreach (var algorithm in SignatureAlgorithm.All)
            message.Attribute("<alg:SigningMethod xmlns:alg=\"urn:oasis:names:tc:SAML:metadata:algsupport\" Algorithm=\""u8, algorithm.Uri).Raw("></alg:SigningMethod>"u8);
        message.Raw("</md:Extensions>"u8);
    }
}
