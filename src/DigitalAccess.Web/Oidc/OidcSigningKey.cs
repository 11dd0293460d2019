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

    /// <summary>From when on it signs. Until then it is only announced, so that every client has it before it needs it.</summary>
    public required DateTimeOffset ActiveFrom { get; init; }

    /// <summary>From when on nothing that it signed counts any more; set when it may have fallen into wrong hands.</summary>
    public DateTimeOffset? RevokedFrom { get; set; }
}
