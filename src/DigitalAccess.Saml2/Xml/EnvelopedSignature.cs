using System.Security.Cryptography;
using System.Xml;

namespace DigitalAccess.Saml2.Xml;

/// <summary>
/// A signature inside the message that it signs (SAML Core 5). Its shape is checked before any cryptography: the one signature
/// of the message is a child of the root, and its one reference is the root. It is then taken out of the tree, so that the tree
/// that is read is, node for node, what was signed.
/// </summary>
internal sealed class EnvelopedSignature : IMessageSignature
{
    private readonly SignedInfo _info;
    private readonly byte[] _signedInfo;
    private readonly byte[] _value;
    private readonly XmlDocument _signed;
    private bool? _digestHolds;

    private EnvelopedSignature(SignedInfo info, byte[] signedInfo, byte[] value, XmlDocument signed) =>
        (_info, _signedInfo, _value, _signed) = (info, signedInfo, value, signed);

    /// <summary>Takes the signature of a protocol message out of it.</summary>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="SamlException">There are several, or it is anywhere else, or of another shape.</exception>
    public static EnvelopedSignature? TakeFrom(XmlDocument message)
    {
        var all = message.DocumentElement!.Everywhere("Signature", SamlNames.Signature).Take(2).ToList();
        if (all.Count > 1)
            throw Refused("The message holds more than one signature.");
        return all.Count == 1 ? Take(message, all[0]) : null;
    }

    /// <summary>Takes the root's signature out of metadata, in which inner elements may have their own; nothing rests on those.</summary>
    public static EnvelopedSignature? TakeFromRoot(XmlDocument metadata) =>
        metadata.DocumentElement!.Child("Signature", SamlNames.Signature) is { } signature ? Take(metadata, signature) : null;

    public bool HoldsFor(VerificationKey key) => key.Verifies(_info.Algorithm, _signedInfo, _value) && (_digestHolds ??= DigestHolds());

    private static EnvelopedSignature Take(XmlDocument message, XmlElement signature)
    {
        var root = message.DocumentElement!;
        if (signature.ParentNode != root)
            throw Refused("The signature is not a child of the message's root (SAML Core 5.4.1).");
        var parts = signature.Children().ToList();
        if (parts is not [{ } first, { } second, ..] || !first.Is("SignedInfo", SamlNames.Signature) || !second.Is("SignatureValue", SamlNames.Signature)
            || parts.Count > 3 || (parts.Count == 3 && !parts[2].Is("KeyInfo", SamlNames.Signature)))
        {
            throw Refused("The signature holds something else than SignedInfo, SignatureValue and KeyInfo.");
        }

        var info = SignedInfo.Read(first, root.Optional("ID") ?? throw Refused("What is signed has no ID."));
        var bytes = CanonicalForm.OfSubtree(first, info.SignedInfoPrefixes);
        var value = Decode(second.Text(), SignatureAlgorithm.LongestValue);
        root.RemoveChild(signature);
        return new EnvelopedSignature(info, bytes, value, message);
    }

    private bool DigestHolds()
    {
        var canonical = CanonicalForm.OfDocument(_signed, _info.ContentPrefixes);

        // A digest over nothing would fit any message (void canonicalisation).
        return canonical.Length > 0 && CryptographicOperations.FixedTimeEquals(CryptographicOperations.HashData(_info.DigestHash, canonical), _info.Digest);
    }

    internal static byte[] Decode(string base64, int longest)
    {
        try
        {
            return base64.Length <= longest * 2 && Convert.FromBase64String(base64) is { Length: > 0 } bytes && bytes.Length <= longest
                ? bytes
                : throw Refused("A value of the signature is empty or longer than any.");
        }
        catch (FormatException)
        {
            throw Refused("A value of the signature is no base64.");
        }
    }

    internal static SamlException Refused(string reason) => new(SamlFaultKind.Signature, reason);
}
