using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DigitalAccess.Web.Oidc;

/// <summary>
/// Reads the provider's keys before the node answers anybody. Where the database is away or not migrated yet, the node
/// waits for it: it lives, is not ready, and says why.
/// </summary>
internal sealed class KeysBeforeRequests(OidcKeys keys, TimeProvider clock, ILogger<KeysBeforeRequests> logger) : BackgroundService, IHealthCheck
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
        while (!keys.AreLoaded)
        {
            await Task.Delay(Pause, clock, stoppingToken);
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
