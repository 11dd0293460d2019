using DigitalAccess.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DigitalAccess.Web.Hosting;

/// <summary>Ready means: the database answers, is as new as this program, and the region is at hand for the first request.</summary>
internal sealed class DatabaseHealth(DigitalAccessDb db, RegionSnapshots region) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Count();
            if (pending > 0)
                return HealthCheckResult.Unhealthy($"{pending} migrations are missing: run 'digitalaccess migrate'");
            await region.GetAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is Npgsql.NpgsqlException or TimeoutException or InvalidOperationException)
        {
            return HealthCheckResult.Unhealthy("the database does not answer");
        }
    }
}
