namespace DigitalAccess.Web.Saml.Logout;

/// <summary>A vendor's wish that somebody be signed out, after every rule, on its way through addresses of ours under seal.</summary>
/// <param name="Provider">Slug of the service provider.</param>
/// <param name="Library">Slug of the library whose identity provider was asked.</param>
/// <param name="RequestId">ID of the wish.</param>
/// <param name="RelayState">What came with it.</param>
/// <param name="NameId">Whom, by the name that this vendor was given.</param>
/// <param name="SessionIndexes">Which sessions; empty for all.</param>
internal sealed record LogoutWish(string Provider, string Library, string RequestId, string? RelayState, string NameId, IReadOnlyList<string> SessionIndexes)
{
    /// <summary>By what the page after the sign-out is found, once there is one.</summary>
    public string? SignOutId { get; init; }

    /// <summary>Whether other vendors are open in another browser, which nobody can tell.</summary>
    public bool Untold { get; init; }
}
