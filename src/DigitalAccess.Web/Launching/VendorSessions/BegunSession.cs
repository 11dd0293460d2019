namespace DigitalAccess.Web.Launching.VendorSessions;

/// <summary>That a vendor's API has begun a session for a patron's session: at its end the patron must know that we cannot close it.</summary>
internal sealed class BegunSession
{
    public required Guid Id { get; init; }

    /// <summary>The patron's session; null once that is over.</summary>
    public byte[]? SessionId { get; init; }
    public required Guid ResourceId { get; init; }

    /// <summary>By what the page after the sign-out finds it; see <see cref="PatronLogin.EndedSession"/>.</summary>
    public byte[]? SignOutId { get; init; }
    public bool SharedComputer { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
}
