using System.Xml;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Metadata;

/// <summary>Reads KeyDescriptor (SAML Metadata 2.4.1.1). A key comes in a certificate, whose dates and issuer do not count (IIP-MD12).</summary>
internal static class KeyReading
{
    /// <summary>Every key is tried on every message, so there is an end to them.</summary>
    private const int MostKeys = 32;

    private const int LongestCertificate = 32 * 1024;

    public static (IReadOnlyList<VerificationKey> Signing, IReadOnlyList<EncryptionKey> Encryption) Read(XmlElement role, List<string> notes)
    {
        var descriptors = role.Children("KeyDescriptor", SamlNames.Metadata).ToList();
        if (descriptors.Count > MostKeys)
            throw new SamlException(SamlFaultKind.Key, $"The metadata has more than {MostKeys} keys.");
        List<VerificationKey> signing = [];
        List<EncryptionKey> encryption = [];
        foreach (var descriptor in descriptors)
        {
            var (signs, encrypts, use) = UseOf(descriptor);
            if (Key(descriptor, use, notes) is not { } key)
                continue;
            if (signs)
                signing.Add(key);
            if (encrypts && EncryptionKeyOf(descriptor, key, notes) is { } usable)
                encryption.Add(usable);
        }

        return ([.. signing.DistinctBy(key => key.Thumbprint)], [.. encryption.DistinctBy(key => key.Key.Thumbprint)]);
    }

    /// <summary>One that does not say is for both (IIP-MD11).</summary>
    private static (bool Signs, bool Encrypts, string Use) UseOf(XmlElement descriptor) => descriptor.Optional("use") switch
    {
        null => (true, true, "signing and encryption"),
        "signing" => (true, false, "signing"),
        "encryption" => (false, true, "encryption"),
        _ => throw ElementReading.Malformed(descriptor, "has a 'use' that is neither signing nor encryption"),
    };

    private static VerificationKey? Key(XmlElement descriptor, string use, List<string> notes)
    {
        var info = descriptor.Child("KeyInfo", SamlNames.Signature) ?? throw ElementReading.Malformed(descriptor, "lacks a KeyInfo");
        var certificates = info.Children("X509Data", SamlNames.Signature).SelectMany(data => data.Children("X509Certificate", SamlNames.Signature)).ToList();
        if (certificates.Count == 0)
        {
            notes.Add($"A key for {use} does not come in a certificate; it is left out.");
            return null;
        }

        if (certificates.Count > 1)
            notes.Add($"A key for {use} comes with several certificates; the first one is used.");
        try
        {
            return VerificationKey.OfCertificate(Der(certificates[0].Text()));
        }
        catch (SamlException e)
        {
            throw new SamlException(SamlFaultKind.Key, $"A key for {use} is refused: {e.Fault.Reason}", e);
        }
    }

    private static byte[] Der(string base64)
    {
        try
        {
            return base64.Length <= LongestCertificate
                ? Convert.FromBase64String(base64)
                : throw new SamlException(SamlFaultKind.Key, $"The certificate is longer than {LongestCertificate / 1024} KB.");
        }
        catch (FormatException e)
        {
            throw new SamlException(SamlFaultKind.Key, "The certificate is no base64 (XML Signature 4.5.4).", e);
        }
    }

    /// <summary>A key that nothing of what is spoken here can be encrypted to would make promises that nobody keeps.</summary>
    private static EncryptionKey? EncryptionKeyOf(XmlElement descriptor, VerificationKey key, List<string> notes)
    {
        var methods = descriptor.Children("EncryptionMethod", SamlNames.Metadata).ToList();
        var oaep = methods.FindAll(method => method.Required("Algorithm") == EncryptionKey.Oaep);
        var encryption = new EncryptionKey(key, [.. methods.Select(method => method.Required("Algorithm")).Distinct()], oaep.Count > 0 && oaep.TrueForAll(IsBySha256));
        if (key.IsRsa && encryption is { TextMethod: not null, KeyMethod: not null })
            return encryption;
        notes.Add(key.IsRsa
            ? "A key for encryption is left out: its owner does not say that it can decrypt AES-GCM with RSA-OAEP, and nothing else is spoken here."
            : "A key for encryption is not of the RSA kind and cannot be encrypted to; it is left out.");
        return null;
    }

    private static bool IsBySha256(XmlElement method) =>
        method.Child("DigestMethod", SamlNames.Signature)?.Optional("Algorithm") == "http://www.w3.org/2001/04/xmlenc#sha256"
        && method.Child("MGF", "http://www.w3.org/2009/xmlenc11#")?.Optional("Algorithm") == "http://www.w3.org/2009/xmlenc11#mgf1sha256";
}
