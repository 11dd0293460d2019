namespace DigitalAccess.Web.PatronLogin;

/// <summary>
/// Where a patron was on the way to when the login page came between. The page's address carries only the random id,
/// so no address of ours ever names a target that somebody else could choose.
/// </summary>
internal sealed class SignInTransaction
{
    /// <summary>SHA-256 of the id in the address.</summary>
    public required byte[] Id { get; init; }

    /// <summary>A path and query of our own, written by our own code.</summary>
    public required string Target { get; init; }

    /// <summary>What the patron is on the way to, for the login page's text.</summary>
    public Guid? ResourceId { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
