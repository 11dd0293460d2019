namespace DigitalAccess.Web.Usage;

/// <summary>One month's figures, as the page shows them and the file suppresses them.</summary>
internal sealed class UsageMonth
{
    /// <summary>First day of the month.</summary>
    public required DateOnly Month { get; init; }

    /// <summary>Resources that somebody tried to open, the most opened first.</summary>
    public required IReadOnlyList<ResourceFigures> Resources { get; init; }
    public required IReadOnlyList<ReasonFigure> Reasons { get; init; }

    /// <summary>Every day of the month, those without launches too.</summary>
    public required IReadOnlyList<DayFigures> Days { get; init; }

    /// <summary>The visitors of the total are fewer than those of the resources together: one patron opens several.</summary>
    public required Figures Total { get; init; }

    /// <summary>The month before, for comparison.</summary>
    public required Figures Previous { get; init; }

    /// <summary>When the newest day of the month was last counted; null when nothing has been.</summary>
    public required DateTimeOffset? CountedAt { get; init; }
}

/// <param name="Launches">Granted launches.</param>
/// <param name="Refusals">Refused launches.</param>
/// <param name="Visitors">Different patrons behind the granted launches.</param>
internal readonly record struct Figures(int Launches, int Refusals, int Visitors);

internal sealed record ResourceFigures(string Name, Figures Figures);

internal sealed record DayFigures(DateOnly Day, int Launches, int Refusals);

/// <param name="Reason">The slug of a <see cref="Entitlement.RefusalReason"/>.</param>
/// <param name="Refusals">How many were refused for it.</param>
internal sealed record ReasonFigure(string Reason, int Refusals);
