namespace DigitalAccess.Web.Usage;

/// <summary>
/// One launch: an attempt to open a resource, granted or refused. Secret by library secrecy law, so it names nobody:
/// the visitor key changes each month, and the row goes 30 days after its day, once its month is over.
/// </summary>
internal sealed class UsageEvent
{
    /// <summary>Same attempt, same id: what a browser sends again after a fault is counted once.</summary>
    public required Guid Id { get; init; }

    /// <summary>First day of the month that <see cref="Day"/> lies in; the table is partitioned by it.</summary>
    public required DateOnly Month { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The day in the library's own time zone.</summary>
    public required DateOnly Day { get; init; }
    public required Guid LibraryId { get; init; }
    public required Guid ResourceId { get; init; }
    public required Door Door { get; init; }

    /// <summary>The licence that granted it; null when refused.</summary>
    public Guid? LicenceId { get; init; }

    /// <summary>Why it was refused; null when granted.</summary>
    public string? Refusal { get; init; }

    /// <summary>The short code a refused patron can read out to staff.</summary>
    public string? Receipt { get; init; }
    public required byte[] VisitorKey { get; init; }
}

/// <summary>By which way the patron came.</summary>
internal enum Door
{
    Oidc,
    Portal,
    Saml,
}
