using DigitalAccess.Web.Usage;

namespace DigitalAccess.Web.Worker;

/// <summary>Takes no arguments and may run twice: the roll-up finds by itself what is not counted yet.</summary>
internal sealed class RollUpUsageJob(UsageRollUp rollUp)
{
    public const string Id = "roll-up-usage";

    public Task RunAsync(CancellationToken ct) => rollUp.RunAsync(ct);
}
