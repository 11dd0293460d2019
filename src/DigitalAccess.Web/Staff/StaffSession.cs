namespace DigitalAccess.Web.Staff;

/// <summary>
/// One signed-in browser of a staff member. As with patrons, the cookie carries a random secret and the row its hash;
/// without the row there is no session, whatever a browser still sends.
/// </summary>
internal sealed class StaffSession
{
    /// <summary>SHA-256 of the cookie's secret.</summary>
    public required byte[] Id { get; init; }
    public required Guid StaffMemberId { get; init; }

    /// <summary>The member's security stamp at sign-in; a new one, from a password or from a change of role, ends the session.</summary>
    public required string Stamp { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset LastSeenAt { get; set; }

    /// <summary>The absolute end, whatever the member does.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
