using System.Xml;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Metadata;

/// <summary>
/// Whether all of the metadata is what its publisher signed. One element inside that is signed proves nothing of what is around
/// it, not even that it belongs there (IIP-MD03).
/// </summary>
internal static class RootSignature
{
    /// <exception cref="SamlException">There is none, or it does not hold.</exception>
    public static void Demand(XmlDocument document, VerificationKey key)
    {
        var signature = EnvelopedSignature.TakeFromRoot(document)
            ?? throw new SamlException(SamlFaultKind.Signature, "The metadata's root is not signed, which was agreed; a signature further in is not enough (IIP-MD03).");
        if (!signature.HoldsFor(key))
            throw new SamlException(SamlFaultKind.Signature, "The metadata is not signed with the agreed key, or was changed after it was signed (IIP-MD03).");
    }
}
