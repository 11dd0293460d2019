using System.Text;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Bindings;

/// <summary>Messages in a form (SAML Bindings 3.5).</summary>
public static class PostBinding
{
    /// <summary>Bytes of a form's body.</summary>
    public const int LongestBody = 256 * 1024;

    /// <param name="body">The body as it came over the wire, of the kind application/x-www-form-urlencoded.</param>
    /// <exception cref="SamlException">It carries no message, or a damaged one.</exception>
    public static IncomingMessage Read(ReadOnlySpan<byte> body)
    {
        if (body.Length > LongestBody)
            throw new SamlException(SamlFaultKind.TooLarge, $"The form is longer than {LongestBody / 1024} KB.");
        if (!Ascii.IsValid(body))
            throw new SamlException(SamlFaultKind.Malformed, "The form is not encoded as forms are.");
        var parameters = RawParameters.Parse(Encoding.ASCII.GetString(body));
        var name = MessageParameter.Of(parameters);
        if (parameters.Raw("SigAlg") is not null || parameters.Raw("Signature") is not null)
            throw new SamlException(SamlFaultKind.Signature, "A posted message has its signature inside (SAML Bindings 3.5.4), not beside it.");
        var relayState = IncomingMessage.CheckRelayState(parameters.Decoded("RelayState"));
        var document = SafeXml.ReadMessage(parameters.Bytes(name));
        var signature = EnvelopedSignature.TakeFrom(document);
        return new IncomingMessage(MessageParameter.Checked(document.DocumentElement!, name), SamlNames.Bindings.Post, relayState, signature);
    }
}
