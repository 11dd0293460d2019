using DigitalAccess.Web.Data;
using DigitalAccess.Web.Keys;
using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Saml.Certificates;
using DigitalAccess.Web.Usage;
using DigitalAccess.Web.Worker;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Hosting.Commands;

/// <summary>
/// Brings the database up to date: tables, job tables, partitions, and the keys that nodes must find and never make.
/// A web node does none of this at start: two would do it at once, and a third would still run the old code.
/// </summary>
internal static class Migrate
{
    public static async Task<int> RunAsync(IServiceProvider services, TextWriter output, CancellationToken ct)
    {
        var db = services.GetRequiredService<DigitalAccessDb>();
        var pending = (await db.Database.GetPendingMigrationsAsync(ct)).ToList();
        await db.Database.MigrateAsync(ct);
        foreach (var migration in pending)
            await output.WriteLineAsync($"applied {migration}");

        JobStorageSchema.Install(services);
        services.GetRequiredService<DataProtectionRotation>().EnsureKey();
        await services.GetRequiredService<KeyRing>().CreateMissingAsync(ct);
        await services.GetRequiredService<SigningKeyMaker>().RotateAsync(ct);
        await services.GetRequiredService<CertificateMaker>().RotateAsync(ct);
        await UsagePartitions.EnsureAheadAsync(db, DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime), ct);
        await output.WriteLineAsync("the database is up to date");
        return 0;
    }
}
