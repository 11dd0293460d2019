using DigitalAccess.Saml2.Model;

namespace DigitalAccess.Saml2.Rules;

/// <summary>What a message is judged against besides itself.</summary>
public sealed record Receiving
{
    /// <summary>How far two honest clocks are apart at most (SDP-G01).</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>How old a message may be, its sender's clock being right.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromMinutes(5);

    /// <summary>So long after its issue instant a message's ID has to be remembered: until the same message is too old anyway.</summary>
    public static readonly TimeSpan Remembered = Skew + Age;

    /// <summary>The address that the message has come to, as our metadata gives it.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The sender, found by the issuer that the message claims.</summary>
    public required ServiceProviderMetadata ServiceProvider { get; init; }

    /// <summary>Now.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Whether the sender's requests must be signed although its metadata does not say that they are.</summary>
    public bool RequiresSignature { get; init; }

    /// <summary>Kinds of names that this sender can be given; the first is given where it has no wish.</summary>
    public IReadOnlyList<string> NameIdFormats { get; init; } = [SamlNames.NameIds.Transient];

    /// <summary>Authentication context classes that a sign-in here can have, the strongest first.</summary>
    public IReadOnlyList<string> Contexts { get; init; } = [SamlNames.Contexts.PasswordProtectedTransport, SamlNames.Contexts.Unspecified];
}
