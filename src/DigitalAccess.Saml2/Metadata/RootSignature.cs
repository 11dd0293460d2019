using System.Xml;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Metadata;

/// <summary>
/// Whether all of the metadata is what its publisher signed. One element inside that is signed proves nothing of what is around
/// it, not even that it belongs there (IIP-MD03).
/// </summary>
internal static class RootSignature
{
    public const string NotLookedFor = "Whether the document is signed was not looked at, since no key to check it with was agreed.";

    /// <returns>Whether there is a signature that holds; false where none was demanded.</returns>
    /// <exception cref="SamlException">One was demanded, and there is none that holds.</exception>
    public static bool Holds(XmlDocument document, VerificationKey? key, List<string> notes)
    {
        if (key is null)
        {
            if (document.DocumentElement!.Children("Signature", SamlNames.Signature).Any())
                notes.Add("The document is signed, which was not looked at, since no key to check it with was agreed.");
            return false;
        }

        var signature = EnvelopedSignature.TakeFromRoot(document)
            ?? throw new SamlException(SamlFaultKind.Signature, "The metadata's root is not signed, which was agreed; a signature further in is not enough (IIP-MD03).");
        return signature.HoldsFor(key)
            ? true
            : throw new SamlException(SamlFaultKind.Signature, "The metadata is not signed with the agreed key, or was changed after it was signed (IIP-MD03).");
    }
}
