using System.Text;
using System.Xml;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Bindings;

/// <summary>
/// A message that has arrived and is well formed. Who sent it is only claimed until its signature or its registered answer
/// address says so; the claim is needed to know whose keys to try.
/// </summary>
public sealed class IncomingMessage
{
    private readonly IMessageSignature? _signature;

    internal IncomingMessage(XmlElement root, string binding, string? relayState, IMessageSignature? signature)
    {
        (Root, Binding, RelayState, _signature) = (root, binding, relayState, signature);
        Header = Reading.SamlReader.ReadHeader(root);
    }

    /// <summary>ID, time, destination and claimed sender.</summary>
    public MessageHeader Header { get; }

    /// <summary>How it came (SAML Bindings 3).</summary>
    public string Binding { get; }

    /// <summary>What the sender wants to have back with the answer, unread (SAML Bindings 3.4.3).</summary>
    public string? RelayState { get; }

    /// <summary>Whether it has a signature, of whatever worth.</summary>
    public bool IsSigned => _signature is not null;

    /// <summary>The element's name, by which requests and responses are told apart.</summary>
    public string Name => Root.LocalName;

    internal XmlElement Root { get; }

    /// <summary>Whether one of these keys signed it.</summary>
    internal bool IsSignedByOneOf(IReadOnlyList<VerificationKey> keys)
    {
        if (_signature is null)
            return false;
        foreach (var key in keys)
            if (_signature.HoldsFor(key))
                return true;
        return false;
    }

    /// <summary>Whether a RelayState can be sent: short enough (SAML Bindings 3.4.3 and 3.5.3), and of characters that a form gives back unchanged.</summary>
    public static bool Fits(string relayState) => Encoding.UTF8.GetByteCount(relayState) <= LongestRelayState && !relayState.Any(char.IsControl);

    internal static string? CheckRelayState(string? relayState) => relayState is null || Fits(relayState)
        ? relayState
        : throw new SamlException(SamlFaultKind.RelayState, $"The RelayState is longer than {LongestRelayState} bytes (SAML Bindings 3.4.3), or holds control characters.");

    /// <summary>Bytes.</summary>
    public const int LongestRelayState = 80;
}
