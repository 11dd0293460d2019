namespace DigitalAccess.Saml2.Xml;

/// <summary>A signature whose shape has been found right; whether it holds, a key tells.</summary>
internal interface IMessageSignature
{
    /// <returns>True where this key's owner signed exactly what is read; anything else is no.</returns>
    bool HoldsFor(VerificationKey key);
}
