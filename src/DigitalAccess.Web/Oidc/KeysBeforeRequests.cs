using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Oidc;

/// <summary>
/// Reads the provider's keys before the node answers anybody, and looks each minute whether they have changed. Where the
/// database is away or not migrated yet, a new node waits for it: it lives, is not ready, and says why. A node that has keys
/// goes on with them.
/// </summary>
internal sealed class KeysBeforeRequests(OidcKeys keys, IOptions<SigningKeyOptions> options, TimeProvider clock, ILogger<KeysBeforeRequests> logger)
    : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(keys.AreLoaded ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("the signing keys could not be read yet"));

    /// <summary>Keeps requests off an engine without keys, which would remember the failure.</summary>
    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (keys.AreLoaded)
        {
            await next(http);
            return;
        }

        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        http.Response.Headers.RetryAfter = "5";
        await http.Response.WriteAsync("Tjänsten startar. Försök igen om en liten stund.\nThe service is starting. Try again in a moment.\n", http.RequestAborted);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            // The end of the wait is the end of the program, and no fault of it.
            await Task.Delay(keys.AreLoaded ? options.Value.LookEvery : Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stoppingToken.IsCancellationRequested)
                await TryAsync(stoppingToken);
        }
    }

    private async Task TryAsync(CancellationToken ct)
    {
        try
        {
            await keys.LoadAsync(ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            logger.KeysNotRead(e.Message);
        }
    }
}
