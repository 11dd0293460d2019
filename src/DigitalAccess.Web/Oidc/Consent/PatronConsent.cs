namespace DigitalAccess.Web.Oidc.Consent;

/// <summary>A patron's yes to a vendor's contract. Gone with the account, or when the patron takes it back.</summary>
internal sealed class PatronConsent
{
    public required Guid PatronAccountId { get; init; }
    public required string ClientId { get; init; }

    /// <summary>What the yes was to, see <see cref="ConsentRules.Fingerprint"/>.</summary>
    public required string Contract { get; set; }

    /// <summary>The day, and no closer: at what time somebody was at a vendor is nobody's to keep.</summary>
    public required DateOnly GivenOn { get; init; }
}

/// <summary>
/// A request that waits while the patron is asked. It belongs to one session: a link to somebody else's question asks nobody,
/// and the answer counts once.
/// </summary>
internal sealed class ConsentQuestion
{
    /// <summary>SHA-256 of the id in the page's address.</summary>
    public required byte[] Id { get; init; }
    public required byte[] SessionId { get; init; }
    public required string ClientId { get; init; }

    /// <summary>What is asked; what is agreed to is this and not what the contract says by then.</summary>
    public required string Contract { get; init; }

    /// <summary>The request as a path and query of our own.</summary>
    public required string Target { get; init; }
    public bool? Answer { get; set; }
    public required DateTimeOffset ExpiresAt { get; init; }
}
