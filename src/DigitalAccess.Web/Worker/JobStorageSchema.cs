using Hangfire.PostgreSql;
using Npgsql;

namespace DigitalAccess.Web.Worker;

/// <summary>Where Hangfire keeps its tables, and how it must be set to lose and repeat nothing.</summary>
internal static class JobStorageSchema
{
    /// <summary>
    /// With the defaults, a job that outlives the invisibility time-out is started again beside itself, and one whose
    /// worker was killed waits half an hour. Sliding invisibility keeps a live job's claim fresh; two minutes without a
    /// sign of life give it to another worker.
    /// </summary>
    public static readonly PostgreSqlStorageOptions Options = new()
    {
        SchemaName = "hangfire",
        PrepareSchemaIfNecessary = false,
        UseSlidingInvisibilityTimeout = true,
        InvisibilityTimeout = TimeSpan.FromMinutes(2),
        QueuePollInterval = TimeSpan.FromSeconds(5),
    };

    public static void Install(IServiceProvider services)
    {
        using var connection = services.GetRequiredService<NpgsqlDataSource>().OpenConnection();
        PostgreSqlObjectsInstaller.Install(connection, Options.SchemaName);
    }
}
