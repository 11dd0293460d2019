using DigitalAccess.Web.PatronLogin;

namespace DigitalAccess.Web.Saml.Logout;

/// <summary>A vendor's wish that somebody be signed out, after every rule, on its way through addresses of ours under seal.</summary>
/// <param name="Provider">Slug of the service provider.</param>
/// <param name="Library">Slug of the library whose identity provider was asked.</param>
/// <param name="RequestId">ID of the wish.</param>
/// <param name="RelayState">What came with it.</param>
/// <param name="NameId">Whom, by the name that this vendor was given.</param>
/// <param name="SessionIndexes">Which sessions; empty for all.</param>
/// <param name="TakenAt">When it was found to be good.</param>
internal sealed record LogoutWish(
    string Provider, string Library, string RequestId, string? RelayState, string NameId, IReadOnlyList<string> SessionIndexes, DateTimeOffset TakenAt)
{
    /// <summary>Whether the vendor wants no answer: then the patron stays with us.</summary>
    public bool IsAsynchronous { get; init; }

    /// <summary>What has ended in this browser; null as long as, or where, nothing has.</summary>
    public SignedOut? Ended { get; init; }

    /// <summary>Whether something has stayed open whatever else is closed.</summary>
    public bool LeavesOpen { get; init; }
}
