using System.Globalization;

namespace DigitalAccess.LocalPostgres;

public sealed partial class PostgresCluster
{
    // PostgreSQL copies a template only while nobody is connected to it, and two copies at once have met each other there.
    private readonly SemaphoreSlim oneCreationAtATime = new(1);

    /// <param name="template">
    /// A database to copy. Its idle sessions, which a connection pool keeps after the migration that filled it, are ended first.
    /// </param>
    public async Task CreateDatabaseAsync(string name, string? template = null, CancellationToken ct = default)
    {
        await oneCreationAtATime.WaitAsync(ct);
        try
        {
            if (template is not null)
                await SqlAsync($"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = {Literal(template)} AND state = 'idle'", ct);

            // Copying files needs a checkpoint, which is cheap where nothing is flushed: 35 ms against 170 ms for 80 tables.
            var strategy = options.Durability == Durability.FastAndForgetful ? "FILE_COPY" : "WAL_LOG";
            await SqlAsync($"CREATE DATABASE {Identifier(name)} TEMPLATE {Identifier(template ?? "template1")} STRATEGY {strategy}", ct);
        }
        finally
        {
            oneCreationAtATime.Release();
        }
    }

    public async Task<bool> DatabaseExistsAsync(string name, CancellationToken ct = default) =>
        await SqlAsync($"SELECT 1 FROM pg_database WHERE datname = {Literal(name)}", ct) == "1";

    /// <summary>Ends whatever sessions the database has. No fault when there is no such database.</summary>
    public Task DropDatabaseAsync(string name, CancellationToken ct = default) =>
        SqlAsync($"DROP DATABASE IF EXISTS {Identifier(name)} WITH (FORCE)", ct);

    /// <summary>One statement, by psql, in the database <c>postgres</c> unless another is named; the unadorned answer.</summary>
    internal async Task<string> SqlAsync(string sql, CancellationToken ct, string database = "postgres")
    {
        var psql = await Command.RunAsync(
            [
                binaries.Psql, "-X", "-w", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1",
                "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", User, "-d", database, "-c", sql,
            ],
            ct,
            environment: new Dictionary<string, string>
            {
                ["PGPASSWORD"] = password,
                ["PGCONNECT_TIMEOUT"] = "10",
                ["PGSSLMODE"] = "disable",
                ["PGGSSENCMODE"] = "disable",
                ["PGCLIENTENCODING"] = "UTF8",
            });
        return psql.ExitCode == 0
            ? psql.Output.Trim()
            : throw new LocalPostgresException($"PostgreSQL refused \"{sql}\": {psql.Said}");
    }

    private static string Identifier(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    private static string Literal(string text) => '\'' + text.Replace("'", "''", StringComparison.Ordinal) + '\'';
}
