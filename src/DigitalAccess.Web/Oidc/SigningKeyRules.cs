using System.ComponentModel.DataAnnotations;

namespace DigitalAccess.Web.Oidc;

/// <summary>
/// When each key of one algorithm is announced, signs, and is withdrawn. All nodes read the same rows and follow the same
/// rules, so that none signs with a key that another does not publish.
/// </summary>
internal static class SigningKeyRules
{
    /// <summary>The key that signs now: the one that became active last.</summary>
    public static OidcSigningKey? Signing(IEnumerable<OidcSigningKey> keys, DateTimeOffset now) =>
        keys.Where(k => k.ActiveFrom <= now && !IsRevoked(k, now)).MaxBy(k => k.ActiveFrom);

    /// <summary>The keys that clients are told of: announced, signing, and those whose last tokens may still be about.</summary>
    public static IEnumerable<OidcSigningKey> Published(IReadOnlyCollection<OidcSigningKey> keys, DateTimeOffset now, SigningKeyOptions options) =>
        keys.Where(k => !IsRevoked(k, now) && (SupersededAt(k, keys) is not { } since || now < since + options.KeepPublished));

    /// <summary>The keys that nobody needs any more; a revoked one has been gone from the published set since it was revoked.</summary>
    public static IEnumerable<OidcSigningKey> Spent(IReadOnlyCollection<OidcSigningKey> keys, DateTimeOffset now, SigningKeyOptions options) =>
        keys.Except(Published(keys, now, options)).Where(k => k.ActiveFrom <= now);

    /// <summary>From when on a key that is made now should sign; null while the present ones last.</summary>
    public static DateTimeOffset? NextActiveFrom(IReadOnlyCollection<OidcSigningKey> keys, DateTimeOffset now, SigningKeyOptions options)
    {
        var usable = keys.Where(k => !IsRevoked(k, now) && k.RevokedFrom is null).ToList();
        if (usable.Count == 0)
            return now;
        var last = usable.Max(k => k.ActiveFrom);
        var due = last + options.RotateEvery;

        // A worker that was down for long still announces as long as it must.
        return now < due - options.Announce ? null : Later(due, now + options.Announce);
    }

    private static DateTimeOffset? SupersededAt(OidcSigningKey key, IEnumerable<OidcSigningKey> keys) =>
        keys.Where(k => k.RevokedFrom is null && k.ActiveFrom > key.ActiveFrom).Min(k => (DateTimeOffset?)k.ActiveFrom);

    private static bool IsRevoked(OidcSigningKey key, DateTimeOffset now) => key.RevokedFrom <= now;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}

/// <summary>How long signing keys live; section <c>DigitalAccess:SigningKeys</c>.</summary>
internal sealed class SigningKeyOptions : IValidatableObject
{
    public const string Section = "DigitalAccess:SigningKeys";

    /// <summary>How long a key signs.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "1000.00:00:00")]
    public TimeSpan RotateEvery { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long before it signs a key is published. Longer than any client keeps what it fetched.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "100.00:00:00")]
    public TimeSpan Announce { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long a key stays published after it has signed its last token.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "100.00:00:00")]
    public TimeSpan KeepPublished { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How often each node looks for changes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:01:00")]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromMinutes(1);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Announce >= RotateEvery)
            yield return new ValidationResult($"{Section}: Announce must be shorter than RotateEvery.", [nameof(Announce)]);
    }
}
