using DigitalAccess.Web.Usage;

namespace DigitalAccess.Web.Worker;

/// <summary>Takes no arguments and may run twice: the roll-up finds by itself what is not counted yet.</summary>
internal sealed class RollUpUsageJob(UsageRollUp rollUp, ILogger<RollUpUsageJob> logger)
{
    public const string Id = "roll-up-usage";

    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            await rollUp.RunIfIdleAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The next minute's run is the repetition. Repeated by the queue as well, failures of a night would pile up in it.
            logger.RollUpFailed(e);
        }
    }
}
