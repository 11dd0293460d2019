using System.ComponentModel.DataAnnotations;

namespace DigitalAccess.Web.Saml;

/// <summary>What the identity providers of all libraries have in common; section <c>DigitalAccess:Saml</c>.</summary>
internal sealed class SamlOptions : IValidatableObject
{
    public const string Section = "DigitalAccess:Saml";

    /// <summary>Bits of the RSA keys.</summary>
    [AllowedValues(2048, 3072, 4096)]
    public int KeySize { get; set; } = 2048;

    /// <summary>How long a certificate is good: long, because many vendors keep it by hand.</summary>
    [Range(typeof(TimeSpan), "90.00:00:00", "4000.00:00:00")]
    public TimeSpan CertificateLifetime { get; set; } = TimeSpan.FromDays(5 * 365);

    /// <summary>How long before a certificate ends the next one is published.</summary>
    [Range(typeof(TimeSpan), "30.00:00:00", "1000.00:00:00")]
    public TimeSpan Announce { get; set; } = TimeSpan.FromDays(180);

    /// <summary>How long a new certificate is published before it signs for vendors that have no day of their own. They look daily.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00")]
    public TimeSpan Notice { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a certificate stays published after it has signed for anybody.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00")]
    public TimeSpan KeepPublished { get; set; } = TimeSpan.FromDays(30);

    /// <summary>E-mail address for vendors' engineers in the metadata of every library; none where it is not set.</summary>
    [EmailAddress]
    public string? TechnicalContact { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Announce >= CertificateLifetime)
            yield return new ValidationResult($"{Section}: Announce must be shorter than CertificateLifetime.", [nameof(Announce)]);
        if (Notice >= Announce)
            yield return new ValidationResult($"{Section}: Notice must be shorter than Announce.", [nameof(Notice)]);
    }
}
