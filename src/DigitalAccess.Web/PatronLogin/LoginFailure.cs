namespace DigitalAccess.Web.PatronLogin;

/// <summary>One failed login, kept 30 days so that guessing over many cards or from many addresses is seen.</summary>
internal sealed class LoginFailure
{
    public long Id { get; init; }
    public required DateTimeOffset At { get; init; }
    public required Guid LibraryId { get; init; }

    /// <summary>Keyed hash of the card that was tried.</summary>
    public required byte[] CardKey { get; init; }

    /// <summary>Keyed hash of the address: IPv4, or the /64 network of IPv6.</summary>
    public required byte[] AddressKey { get; init; }
}

/// <summary>While somebody tries many cards of a library, unknown devices have to wait or work for each try.</summary>
internal sealed class LibraryAttackMode
{
    public required Guid LibraryId { get; init; }
    public required DateTimeOffset StartedAt { get; set; }
    public required DateTimeOffset EndsAt { get; set; }
}
