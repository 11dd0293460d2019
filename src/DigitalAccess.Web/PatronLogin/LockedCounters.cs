using Npgsql;
using NpgsqlTypes;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>
/// Some counters under row locks, from reading to commit, in three round trips: what happens to them meanwhile is arithmetic
/// (<see cref="ThrottleRules"/>).
/// </summary>
internal sealed class LockedCounters : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly HashSet<LoginThrottleCounter> _removed = [];

    private LockedCounters(NpgsqlConnection connection, NpgsqlTransaction transaction) => (_connection, _transaction) = (connection, transaction);

    public List<LoginThrottleCounter> Counters { get; } = [];

    /// <summary>Rows are locked in key order, so that two attempts that share counters wait for each other and never deadlock.</summary>
    public static async Task<LockedCounters> LockAsync(NpgsqlDataSource database, IEnumerable<string> hexKeys, DateTimeOffset now, CancellationToken ct)
    {
        var connection = await database.OpenConnectionAsync(ct);
        try
        {
            var locked = new LockedCounters(connection, await connection.BeginTransactionAsync(ct));
            await locked.ReadAsync([.. hexKeys.Order(StringComparer.Ordinal).Select(Convert.FromHexString)], now, ct);
            return locked;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public void Remove(LoginThrottleCounter counter) => _removed.Add(counter);

    public async Task CommitAsync(CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(_connection, _transaction);
        foreach (var counter in Counters)
            batch.BatchCommands.Add(_removed.Contains(counter) ? Delete(counter) : Update(counter));
        await batch.ExecuteNonQueryAsync(ct);
        await _transaction.CommitAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task ReadAsync(byte[][] keys, DateTimeOffset now, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(_connection, _transaction);

        // A crash of the database may forget the last instants' failures; no login waits for the disk because of them.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("set local synchronous_commit = off"));
        var take = new NpgsqlBatchCommand(
            """
            insert into login_throttle as t (key, window_failures, window_started_at, day_failures, day_started_at, streak, updated_at)
            select k, 0, $2, 0, $2, 0, $2 from unnest($1) with ordinality as u(k, n) order by n
            on conflict (key) do update set updated_at = t.updated_at
            returning key, card_key, window_failures, window_started_at, day_failures, day_started_at, streak, closed_until, updated_at
            """);
        take.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = keys });
        take.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        batch.BatchCommands.Add(take);
        await using var row = await batch.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            Counters.Add(new LoginThrottleCounter
            {
                Key = row.GetFieldValue<byte[]>(0),
                CardKey = await row.IsDBNullAsync(1, ct) ? null : row.GetFieldValue<byte[]>(1),
                WindowFailures = row.GetInt32(2),
                WindowStartedAt = row.GetFieldValue<DateTimeOffset>(3),
                DayFailures = row.GetInt32(4),
                DayStartedAt = row.GetFieldValue<DateTimeOffset>(5),
                Streak = row.GetInt32(6),
                ClosedUntil = await row.IsDBNullAsync(7, ct) ? null : row.GetFieldValue<DateTimeOffset>(7),
                UpdatedAt = row.GetFieldValue<DateTimeOffset>(8),
            });
        }
    }

    private static NpgsqlBatchCommand Delete(LoginThrottleCounter counter)
    {
        var command = new NpgsqlBatchCommand("delete from login_throttle where key = $1");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = counter.Key });
        return command;
    }

    private static NpgsqlBatchCommand Update(LoginThrottleCounter counter)
    {
        var command = new NpgsqlBatchCommand(
            """
            update login_throttle set card_key = $2, window_failures = $3, window_started_at = $4, day_failures = $5, day_started_at = $6, streak = $7,
                closed_until = $8, updated_at = $9 where key = $1
            """);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = counter.Key });
        command.Parameters.Add(new NpgsqlParameter { Value = counter.CardKey ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = counter.WindowFailures });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = counter.WindowStartedAt });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = counter.DayFailures });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = counter.DayStartedAt });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = counter.Streak });
        command.Parameters.Add(new NpgsqlParameter { Value = counter.ClosedUntil ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = counter.UpdatedAt });
        return command;
    }
}
