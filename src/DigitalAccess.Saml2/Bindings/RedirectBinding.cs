using System.Text;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Bindings;

/// <summary>Messages in the query of an address (SAML Bindings 3.4).</summary>
public static class RedirectBinding
{
    /// <summary>Characters of a query.</summary>
    public const int LongestQuery = 8 * 1024;

    /// <param name="rawQuery">The query as it came over the wire, without its question mark.</param>
    /// <exception cref="SamlException">It carries no message, or a damaged one.</exception>
    public static IncomingMessage Read(string rawQuery)
    {
        if (rawQuery.Length > LongestQuery)
            throw new SamlException(SamlFaultKind.TooLarge, $"The query is longer than {LongestQuery / 1024} KB.");
        if (!Ascii.IsValid(rawQuery))
            throw new SamlException(SamlFaultKind.Malformed, "The query is not encoded as queries are.");
        var parameters = RawParameters.Parse(rawQuery);
        var name = MessageParameter.Of(parameters);
        if (parameters.Decoded("SAMLEncoding") is { } encoding && encoding != SamlNames.Bindings.Deflate)
            throw new SamlException(SamlFaultKind.Malformed, "The message is packed in a way that is not known here (SAML Bindings 3.4.4).");

        var relayState = IncomingMessage.CheckRelayState(parameters.Decoded("RelayState"));
        var signature = ReadSignature(parameters, name);
        var document = SafeXml.ReadMessage(Inflater.Inflate(parameters.Bytes(name), SafeXml.LongestMessage));
        if (document.DocumentElement!.Everywhere("Signature", SamlNames.Signature).Any())
            throw new SamlException(SamlFaultKind.Malformed, "A redirected message holds an XML signature (SAML Bindings 3.4.4.1).");
        return new IncomingMessage(MessageParameter.Checked(document.DocumentElement!, name), SamlNames.Bindings.Redirect, relayState, signature);
    }

    private static DetachedSignature? ReadSignature(RawParameters parameters, string name)
    {
        var (algorithm, value) = (parameters.Decoded("SigAlg"), parameters.Raw("Signature"));
        if (algorithm is null && value is null)
            return null;
        if (algorithm is null || value is null)
            throw new SamlException(SamlFaultKind.Signature, "Of 'SigAlg' and 'Signature' one is missing (SAML Bindings 3.4.4.1).");
        var known = SignatureAlgorithm.Find(algorithm) ??
            throw new SamlException(SamlFaultKind.Signature, "The signature algorithm is not accepted; RSA or ECDSA with SHA-256, SHA-384 or SHA-512 are.");
        if (parameters.Bytes("Signature") is not { Length: > 0 and <= SignatureAlgorithm.LongestValue } signature)
            throw new SamlException(SamlFaultKind.Signature, "The signature is empty or longer than any.");

        // The order of the clause, whatever the order in the query was; the text of the query, whatever it means.
        var signed = new StringBuilder(name).Append('=').Append(parameters.Raw(name));
        if (parameters.Raw("RelayState") is { } relayState)
            signed.Append("&RelayState=").Append(relayState);
        signed.Append("&SigAlg=").Append(parameters.Raw("SigAlg"));
        return new DetachedSignature(known, Encoding.ASCII.GetBytes(signed.ToString()), signature);
    }

    /// <summary>A signature beside the message, over the written query (SAML Bindings 3.4.4.1).</summary>
    private sealed class DetachedSignature(SignatureAlgorithm algorithm, byte[] signed, byte[] signature) : IMessageSignature
    {
        public bool HoldsFor(VerificationKey key) => key.Verifies(algorithm, signed, signature, orSequence: true);
    }
}
