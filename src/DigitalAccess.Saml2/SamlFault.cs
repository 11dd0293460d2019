namespace DigitalAccess.Saml2;

/// <summary>Why a message was not accepted. The kind is for programs, the reason for people; neither holds anything that the sender wrote.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Reason">A sentence in our own words, with the clause where one is broken.</param>
public sealed record SamlFault(SamlFaultKind Kind, string Reason);

/// <summary>The kinds of faults; each has one place where it is decided.</summary>
public enum SamlFaultKind
{
    /// <summary>No well-formed message of the kind that belongs here.</summary>
    Malformed,

    /// <summary>Longer, deeper or wider than any honest message.</summary>
    TooLarge,

    /// <summary>Another version of SAML (SAML Core 3.2.1, 4.1).</summary>
    Version,

    /// <summary>Sent by nobody we know, or in the name of somebody else.</summary>
    Issuer,

    /// <summary>Not signed although the sender signs, or signed in a way that is not allowed here.</summary>
    NotSigned,

    /// <summary>A signature that does not hold, or not for all of the message.</summary>
    Signature,

    /// <summary>Sent to somebody else (SAML Core 3.2.1, Destination).</summary>
    Destination,

    /// <summary>Too old, or from the future.</summary>
    Time,

    /// <summary>Seen before.</summary>
    Replay,

    /// <summary>No registered place to answer to (SAML Profiles 4.1.4.1).</summary>
    ConsumerService,

    /// <summary>More state than fits (SAML Bindings 3.4.3, 3.5.3).</summary>
    RelayState,

    /// <summary>Metadata that must not be relied upon.</summary>
    Metadata,

    /// <summary>A key that is too weak or of a kind that is not used.</summary>
    Key,
}

/// <summary>A message that is refused. Thrown while it is read, so that nothing after the first fault is looked at.</summary>
public sealed class SamlException(SamlFault fault, Exception? inner = null) : Exception(fault.Reason, inner)
{
    /// <summary>A message that is refused.</summary>
    public SamlException(SamlFaultKind kind, string reason, Exception? inner = null) : this(new SamlFault(kind, reason), inner) { }

    /// <summary>What is wrong with it.</summary>
    public SamlFault Fault { get; } = fault;
}
