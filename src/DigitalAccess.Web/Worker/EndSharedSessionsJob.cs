using DigitalAccess.Web.PatronLogin;

namespace DigitalAccess.Web.Worker;

/// <summary>Each minute, for the next person may sit down at once; sessions of libraries that have left come behind them. Takes no arguments and may run twice: a session ends once.</summary>
internal sealed class EndSharedSessionsJob(SessionEnds sessions, ILogger<EndSharedSessionsJob> logger)
{
    public const string Id = "end-shared-sessions";

    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            await sessions.EndOverdueAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // As with the roll-up, the next minute's run is the repetition.
            logger.SharedSessionsNotEnded(e);
        }
    }
}
