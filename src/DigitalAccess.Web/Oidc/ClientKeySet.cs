using Microsoft.IdentityModel.Tokens;

namespace DigitalAccess.Web.Oidc;

/// <summary>What is known of the keys that a client keeps at an address of its own.</summary>
internal abstract record ClientKeySet
{
    private ClientKeySet() { }

    public sealed record Known(JsonWebKeySet Keys) : ClientKeySet;

    /// <param name="Reason">For the client's engineer, as the end of a sentence.</param>
    public sealed record Unreadable(string Reason) : ClientKeySet;
}
