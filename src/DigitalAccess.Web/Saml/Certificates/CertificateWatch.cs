namespace DigitalAccess.Web.Saml.Certificates;

/// <summary>
/// Reads the certificates before the node answers anybody, and looks each minute whether there are new ones. Where the
/// database is away, requests read them when they need them, and say if they cannot.
/// </summary>
internal sealed class CertificateWatch(SamlKeys keys, TimeProvider clock, ILogger<CertificateWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pace, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
            logger.CertificatesNotRead(e.Message);
        }
    }
}
