namespace DigitalAccess.Saml2.Model;

/// <summary>What an identity provider tells service providers of itself (SAML Metadata 2.4.3).</summary>
public sealed record IdentityProviderMetadata
{
    /// <summary>Its name in all messages.</summary>
    public required string EntityId { get; init; }

    /// <summary>Until when it may be relied upon.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>How often it is well fetched anew.</summary>
    public required TimeSpan CacheDuration { get; init; }

    /// <summary>Certificates, DER in base64: those that sign and those that will, so that every recipient knows a key before it is used.</summary>
    public required IReadOnlyList<string> Certificates { get; init; }

    /// <summary>Where requests to sign somebody in go, by redirect and by form.</summary>
    public required string SingleSignOn { get; init; }

    /// <summary>Where messages about signing out go, by redirect and by form.</summary>
    public required string SingleLogout { get; init; }

    /// <summary>Kinds of names that are given.</summary>
    public required IReadOnlyList<string> NameIdFormats { get; init; }

    /// <summary>What people call it, by language.</summary>
    public required IReadOnlyList<(string Language, string Text)> DisplayNames { get; init; }

    /// <summary>What may stand behind the @ in values of its attributes (Shibboleth metadata, Scope).</summary>
    public required string Scope { get; init; }

    /// <summary>Whether whoever this is written for must sign its requests. Some services refuse to sign, or not to, against what this says.</summary>
    public bool WantsSignedRequests { get; init; }

    /// <summary>Where a service sends people for whom something goes wrong.</summary>
    public string? ErrorAddress { get; init; }

    /// <summary>E-mail address of those who keep it running (SAML Metadata 2.3.2.2).</summary>
    public string? TechnicalContact { get; init; }

    /// <summary>A picture for pages where people choose.</summary>
    public Logo? Logo { get; init; }
}

/// <summary>A picture (SAML Metadata UI 2.1.5).</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public sealed record Logo(string Address, int Width, int Height);
