namespace DigitalAccess.Web.Saml.SignOn;

/// <summary>A request that waits while its patron types card and PIN.</summary>
internal sealed class WaitingRequest
{
    /// <summary>SHA-256 of the id in the address.</summary>
    public required byte[] Id { get; init; }

    /// <summary>SHA-256 of the cookie of the browser that brought it: nobody else goes on with it.</summary>
    public required byte[] Browser { get; init; }

    /// <summary>A <see cref="SignOnRequest"/> as JSON.</summary>
    public required string Request { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
}
