using System.Text;
using System.Xml;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Metadata;

/// <summary>Makes a document of one entity, which says by itself what its surroundings said for it.</summary>
internal static class KeptEntity
{
    public static ReadOnlyMemory<byte> Of(XmlElement entity, ServiceProviderMetadata metadata)
    {
        var document = CanonicalForm.Alone(entity);
        var copy = document.DocumentElement!;
        foreach (var signature in copy.Children("Signature", SamlNames.Signature).ToList())
            copy.RemoveChild(signature);
        if (metadata.ValidUntil is { } until)
            copy.SetAttribute("validUntil", until.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture));
        if (metadata.CacheDuration is { } cache)
            copy.SetAttribute("cacheDuration", XmlConvert.ToString(cache));
        return Encoding.UTF8.GetBytes(document.OuterXml);
    }
}
