namespace DigitalAccess.Saml2.Model;

/// <summary>A service's wish that somebody be signed out everywhere (SAML Core 3.7.1).</summary>
public sealed record LogoutRequest
{
    /// <summary>Who asks, when.</summary>
    public required MessageHeader Header { get; init; }

    /// <summary>Who is to be signed out, by the name that we gave this service.</summary>
    public required NameId NameId { get; init; }

    /// <summary>Which of the person's sessions; empty for all.</summary>
    public IReadOnlyList<string> SessionIndexes { get; init; } = [];

    /// <summary>From when on the wish is void; null for never.</summary>
    public DateTimeOffset? NotOnOrAfter { get; init; }

    /// <summary>Whether the service wants no answer, and leaves the person to us (Asynchronous Single Logout Protocol Extension 1.0, 2.1).</summary>
    public bool IsAsynchronous { get; init; }
}

/// <summary>A service's answer to such a wish of ours (SAML Core 3.7.2).</summary>
public sealed record LogoutResponse
{
    /// <summary>Who answers, when.</summary>
    public required MessageHeader Header { get; init; }

    /// <summary>ID of the request that is answered.</summary>
    public required string InResponseTo { get; init; }

    /// <summary>Status codes from the outermost inwards.</summary>
    public required IReadOnlyList<string> Status { get; init; }

    /// <summary>Whether the service has signed the person out.</summary>
    public bool Succeeded => Status is [SamlNames.Status.Success, ..] && !Status.Contains(SamlNames.Status.PartialLogout);
}
