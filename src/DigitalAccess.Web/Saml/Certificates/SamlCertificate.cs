namespace DigitalAccess.Web.Saml.Certificates;

/// <summary>A key pair that signs for identity providers, and the certificate by which vendors know it.</summary>
internal sealed class SamlCertificate
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The library that it signs for; null for all that have none of their own.</summary>
    public Guid? LibraryId { get; init; }
    public required CertificateKind Kind { get; init; }

    /// <summary>SHA-256 of the certificate in hexadecimal digits.</summary>
    public required string Thumbprint { get; init; }

    /// <summary>The certificate, DER.</summary>
    public required byte[] Certificate { get; init; }

    /// <summary>PKCS#8, under Data Protection.</summary>
    public required byte[] ProtectedPrivateKey { get; init; }

    /// <summary>From when on it is published.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it signs for vendors that have no day of their own.</summary>
    public required DateTimeOffset ActiveFrom { get; init; }
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>From when on it is neither used nor published; set when it may have fallen into wrong hands.</summary>
    public DateTimeOffset? RevokedFrom { get; set; }
}

/// <summary>What kind of key.</summary>
internal enum CertificateKind
{
    Rsa,
    Ecdsa,
}
