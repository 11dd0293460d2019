namespace DigitalAccess.Web.Usage;

/// <summary>Launches of one resource at one library on one day, as the roll-up counted them.</summary>
internal sealed class UsageDay
{
    public required Guid LibraryId { get; init; }
    public required Guid ResourceId { get; init; }
    public required DateOnly Day { get; init; }

    /// <summary>Granted launches.</summary>
    public required int Launches { get; init; }

    public required int Refusals { get; init; }
}

/// <summary>Refusals of one resource at one library on one day, by reason.</summary>
internal sealed class RefusalDay
{
    public required Guid LibraryId { get; init; }
    public required Guid ResourceId { get; init; }
    public required DateOnly Day { get; init; }
    public required string Reason { get; init; }
    public required int Refusals { get; init; }
}

/// <summary>Different patrons who opened something at one library in one month.</summary>
internal sealed class VisitorMonth
{
    public required Guid LibraryId { get; init; }

    /// <summary>The resource, or <see cref="Guid.Empty"/> for all of the library's resources together.</summary>
    public required Guid ResourceId { get; init; }

    /// <summary>First day of the month in the library's time zone.</summary>
    public required DateOnly Month { get; init; }
    public required int Visitors { get; init; }
}

/// <summary>How far the roll-up has come.</summary>
internal sealed class RollUpState
{
    public required DateOnly Day { get; init; }
    public required DateTimeOffset CountedAt { get; init; }

    /// <summary>No event can arrive for the day any more, so it is not counted again.</summary>
    public required bool Closed { get; init; }
}

/// <summary>The key that makes visitor keys, for one month; deleted when the month is closed, and with it every link to a patron.</summary>
internal sealed class VisitorKeyMonth
{
    public required DateOnly Month { get; init; }
    public required byte[] ProtectedKey { get; init; }
}
