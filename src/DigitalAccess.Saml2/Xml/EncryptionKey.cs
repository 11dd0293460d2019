namespace DigitalAccess.Saml2.Xml;

/// <summary>A key that assertions may be encrypted to, and what its owner says it can decrypt.</summary>
/// <param name="Key">An RSA key.</param>
/// <param name="Methods">Algorithms of the owner's EncryptionMethod elements (SAML Metadata 2.4.1.1); empty where it does not say.</param>
public sealed record EncryptionKey(VerificationKey Key, IReadOnlyList<string> Methods)
{
    private const string Gcm = "-gcm";

    /// <summary>Whether its owner can decrypt what is encrypted here: AES-GCM alone. Who names only older ways of encrypting a text could not.</summary>
    public bool CanBeUsed => !Methods.Any(IsForTexts) || Methods.Any(method => IsForTexts(method) && method.EndsWith(Gcm, StringComparison.Ordinal));

    /// <summary>The others are for keys.</summary>
    private static bool IsForTexts(string method) => method.EndsWith("-cbc", StringComparison.Ordinal) || method.EndsWith(Gcm, StringComparison.Ordinal);
}
