namespace DigitalAccess.Web.Oidc;

/// <summary>One key pair that signs tokens; the private part is under Data Protection.</summary>
internal sealed class OidcSigningKey
{
    public required string KeyId { get; init; }

    /// <summary><c>ES256</c> or <c>RS256</c> (RFC 7518, section 3.1).</summary>
    public required string Algorithm { get; init; }

    /// <summary>PKCS#8.</summary>
    public required byte[] ProtectedPrivateKey { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}
