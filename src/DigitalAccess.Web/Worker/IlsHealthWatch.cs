using DigitalAccess.Web.Libraries;

namespace DigitalAccess.Web.Worker;

/// <summary>
/// Looks every few seconds which ILS connections are due for a check. No job of the queue: a check that is missed is not made
/// up for, and a hanging ILS must hold none of the workers.
/// </summary>
internal sealed class IlsHealthWatch(IServiceScopeFactory scopes, TimeProvider clock, ILogger<IlsHealthWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, clock);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<IlsHealthChecks>().RunDueAsync(stoppingToken);
            }
            catch (Exception e)
            {
                // Ending is no fault, and no fault of one round may end the rounds.
                if (!stoppingToken.IsCancellationRequested)
                    logger.RoundFailed(e);
            }
        }
    }
}
