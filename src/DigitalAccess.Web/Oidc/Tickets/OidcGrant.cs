using DigitalAccess.Web.PatronLogin;

namespace DigitalAccess.Web.Oidc.Tickets;

/// <summary>
/// One patron signed in at one vendor: what its codes and tokens stand on. Ending this row ends them all. It is gone with the
/// session, unless the patron's app may stay signed in, and then for as long as the client's registration says at most.
/// </summary>
internal sealed class OidcGrant
{
    /// <summary>Also the <c>sid</c> that the vendor sees: another one at every vendor.</summary>
    public required Guid Id { get; init; }
    public required string ClientId { get; init; }

    /// <summary>The session it was given in; null once that is over.</summary>
    public byte[]? SessionId { get; init; }
    public required Guid PatronAccountId { get; init; }
    public required Guid LibraryId { get; init; }

    /// <summary>The pairwise subject.</summary>
    public required string Subject { get; init; }

    /// <summary>When card and PIN were verified.</summary>
    public required DateTimeOffset SignedInAt { get; init; }

    /// <summary>Whether it outlives the session.</summary>
    public required bool Offline { get; init; }

    /// <summary>
    /// What the licence demanded of the patron's age and category when the ILS last told them. They are not kept; that they
    /// sufficed is known as long as the licence demands the same.
    /// </summary>
    public string? TermsMet { get; init; }

    /// <summary>Slug of the library of residence, where the licence goes by residence.</summary>
    public string? Residence { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The absolute end.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it ended, as the client is told: a refusal's slug or a word for what happened.</summary>
    public string? EndedBecause { get; init; }
}

/// <summary>A grant together with the session that it stands on, when that is still there.</summary>
internal sealed record StandingGrant(OidcGrant Grant, PatronSession? Session);
