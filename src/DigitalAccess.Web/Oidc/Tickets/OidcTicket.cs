namespace DigitalAccess.Web.Oidc.Tickets;

/// <summary>
/// Something that is handed out once and comes back: an authorization code, a refresh token, a pushed request. What goes out
/// is a random handle, and the row knows only its hash, so that a copy of the database redeems nothing.
/// </summary>
internal sealed class OidcTicket
{
    /// <summary>SHA-256 of the handle.</summary>
    public required byte[] Id { get; init; }
    public required TicketKind Kind { get; init; }
    public required string ClientId { get; init; }

    /// <summary>The grant it stands on; a pushed request has none yet.</summary>
    public Guid? GrantId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was used. Kept on until it expires, so that a second use is known for what it is.</summary>
    public DateTimeOffset? RedeemedAt { get; init; }

    /// <summary>The claims that it carries, in the framework's own binary form.</summary>
    public required byte[] Claims { get; init; }
}

internal enum TicketKind
{
    Code = 1,
    RefreshToken = 2,
    PushedRequest = 3,
}
