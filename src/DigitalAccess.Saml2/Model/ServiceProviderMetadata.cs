using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Model;

/// <summary>What a service provider says of itself (SAML Metadata 2.4.4), as far as an identity provider has a use for it.</summary>
public sealed record ServiceProviderMetadata
{
    /// <summary>The provider's name in all messages, compared letter by letter (2.3.2).</summary>
    public required string EntityId { get; init; }

    /// <summary>Where assertions may go: nowhere else (2.4.4, AssertionConsumerService).</summary>
    public required IReadOnlyList<ConsumerService> ConsumerServices { get; init; }

    /// <summary>Where it is told of sign-outs (2.4.2, SingleLogoutService).</summary>
    public IReadOnlyList<LogoutService> LogoutServices { get; init; } = [];

    /// <summary>Keys that its messages may be signed with; each one is tried (IIP-MD07).</summary>
    public IReadOnlyList<VerificationKey> SigningKeys { get; init; } = [];

    /// <summary>Keys that assertions may be encrypted to, the preferred first.</summary>
    public IReadOnlyList<EncryptionKey> EncryptionKeys { get; init; } = [];

    /// <summary>Whether it signs its requests; one without a signature is then somebody else's (2.4.4).</summary>
    public bool AuthnRequestsSigned { get; init; }

    /// <summary>Whether it wants the assertion itself signed (2.4.4).</summary>
    public bool WantAssertionsSigned { get; init; }

    /// <summary>Name identifiers that it takes, the preferred first (2.4.2, NameIDFormat); empty where it does not say.</summary>
    public IReadOnlyList<string> NameIdFormats { get; init; } = [];

    /// <summary>Attributes that it asks for (2.4.4.2), for people to compare with the contract.</summary>
    public IReadOnlyList<RequestedAttribute> RequestedAttributes { get; init; } = [];

    /// <summary>What it calls itself, by language (SAML Metadata UI 2.1.2); empty where it does not say.</summary>
    public IReadOnlyDictionary<string, string> DisplayNames { get; init; } = new Dictionary<string, string>();

    /// <summary>Until when any of this may be relied upon; null where nothing is said.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>How long it may be kept without asking again; null where nothing is said.</summary>
    public TimeSpan? CacheDuration { get; init; }

    /// <summary>Whether it may be relied upon then; clocks may be apart (IIP-G01).</summary>
    public bool IsValidAt(DateTimeOffset now) => ValidUntil is not { } end || now < end + Rules.Receiving.Skew;

    /// <summary>Sentences about what was found and is not used, for people.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>One place that takes assertions (SAML Metadata 2.2.3).</summary>
/// <param name="Index">Its number, by which a request may name it.</param>
/// <param name="Binding">How it is reached.</param>
/// <param name="Location">Its address, as written.</param>
/// <param name="IsDefault">Whether it is taken where a request names none; null where the metadata does not say.</param>
public sealed record ConsumerService(int Index, string Binding, string Location, bool? IsDefault);

/// <summary>One place that takes logout messages (SAML Metadata 2.2.2).</summary>
/// <param name="Binding">How it is reached.</param>
/// <param name="Location">Where requests go.</param>
/// <param name="ResponseLocation">Where responses go.</param>
public sealed record LogoutService(string Binding, string Location, string ResponseLocation);

/// <summary>An attribute that the provider asks for.</summary>
/// <param name="Name">Its formal name.</param>
/// <param name="FriendlyName">What people call it.</param>
/// <param name="IsRequired">Whether it cannot do without.</param>
public sealed record RequestedAttribute(string Name, string? FriendlyName, bool IsRequired);
