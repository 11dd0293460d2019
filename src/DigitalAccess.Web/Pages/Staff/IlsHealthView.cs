using DigitalAccess.Web.Libraries;

namespace DigitalAccess.Web.Pages.Staff;

/// <summary>What staff see of their ILS: the state, and since when, by the clock of whoever looks.</summary>
internal sealed record IlsHealthView(IlsState State, DateTimeOffset? Since)
{
    public string Badge => State switch
    {
        IlsState.Answers => "badge badge-ok",
        IlsState.Silent or IlsState.Misconfigured => "badge badge-error",
        _ => "badge",
    };

    /// <returns>Null where the library has no ILS connection, or none was ever due for a check.</returns>
    public static IlsHealthView? Of(IlsHealth? health, DateTimeOffset now, Func<DateTimeOffset, DateTimeOffset> local) => health switch
    {
        null => null,
        { CheckedAt: { } at } when now - at < IlsHealth.Fresh => new(health.State, local(health.Since)),
        _ => new(IlsState.Unknown, null),
    };
}
