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
            // Copying files needs a checkpoint, which is cheap where nothing is flushed: 35 ms against 170 ms for 80 tables.
            var strategy = options.Durability == Durability.FastAndForgetful ? "FILE_COPY" : "WAL_LOG";
            var create = $"CREATE DATABASE {Identifier(name)} TEMPLATE {Identifier(template ?? "template1")} STRATEGY {strategy}";
            await RunAsync(template is null ? [create] : [EndIdleSessions(template), create], "postgres", ct);
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

    internal Task<string> SqlAsync(string sql, CancellationToken ct, string database = "postgres") => RunAsync([sql], database, ct);

    /// <summary>Statements by psql, each a transaction of its own; the unadorned answers.</summary>
    private async Task<string> RunAsync(IReadOnlyList<string> statements, string database, CancellationToken ct)
    {
        var psql = await Command.RunAsync(
            [
                binaries.Psql, "-X", "-w", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1",
                "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", User, "-d", database,
                .. statements.SelectMany(sql => new[] { "-c", sql }),
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
            : throw new LocalPostgresException($"PostgreSQL refused \"{statements[^1]}\": {psql.Said}");
    }

    private static string EndIdleSessions(string database) =>
        $"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = {Literal(database)} AND state = 'idle'";

    private static string Identifier(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    private static string Literal(string text) => '\'' + text.Replace("'", "''", StringComparison.Ordinal) + '\'';
}
