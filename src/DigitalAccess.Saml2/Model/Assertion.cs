namespace DigitalAccess.Saml2.Model;

/// <summary>What a service is told of a person who has signed in (SAML Core 2.3.3, SAML Profiles 4.1.4.2).</summary>
public sealed record Assertion
{
    /// <summary>Unique for ever.</summary>
    public required string Id { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset IssueInstant { get; init; }

    /// <summary>Our entityID.</summary>
    public required string Issuer { get; init; }

    /// <summary>What the service calls the person; null for an assertion that names nobody (IIP-IDP11).</summary>
    public NameId? NameId { get; init; }

    /// <summary>The service's entityID: good for nobody else.</summary>
    public required string Audience { get; init; }

    /// <summary>The address that it is sent to: good at no other.</summary>
    public required string Recipient { get; init; }

    /// <summary>ID of the request that is answered; null where nobody asked.</summary>
    public string? InResponseTo { get; init; }

    /// <summary>From when it is good: a little earlier than now, for clocks that are behind.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>Until when it may be presented.</summary>
    public required DateTimeOffset NotOnOrAfter { get; init; }

    /// <summary>When the person proved who they are.</summary>
    public required DateTimeOffset AuthnInstant { get; init; }

    /// <summary>What the service's session is called when it is to be ended.</summary>
    public required string SessionIndex { get; init; }

    /// <summary>When the service's session is to end at the latest.</summary>
    public DateTimeOffset? SessionNotOnOrAfter { get; init; }

    /// <summary>Authentication context class.</summary>
    public required string Context { get; init; }

    /// <summary>What else is told.</summary>
    public IReadOnlyList<AttributeValue> Attributes { get; init; } = [];
}

/// <summary>One attribute (SAML Core 2.7.3.1).</summary>
/// <param name="Name">Its formal name, a URI.</param>
/// <param name="FriendlyName">What people call it.</param>
/// <param name="Values">Its values.</param>
public sealed record AttributeValue(string Name, string? FriendlyName, IReadOnlyList<string> Values)
{
    /// <summary>A value that is a name identifier, as eduPersonTargetedID has it (MACE-Dir SAML Attribute Profiles 2.2.2).</summary>
    public NameId? NameId { get; init; }
}
