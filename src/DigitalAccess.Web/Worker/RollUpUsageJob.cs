using DigitalAccess.Web.Usage;
using Hangfire;

namespace DigitalAccess.Web.Worker;

/// <summary>Takes no arguments and may run twice: the roll-up finds by itself what is not counted yet.</summary>
internal sealed class RollUpUsageJob(UsageRollUp rollUp)
{
    public const string Id = "roll-up-usage";

    // The next minute's run is the repetition.
    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    public Task RunAsync(CancellationToken ct) => rollUp.RunIfIdleAsync(ct);
}
