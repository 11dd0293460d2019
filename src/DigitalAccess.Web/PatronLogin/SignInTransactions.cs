using Npgsql;
using NpgsqlTypes;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>Remembers where a patron was on the way to while the login page is in between.</summary>
internal sealed class SignInTransactions(NpgsqlDataSource database, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    /// <param name="target">A path and query of our own, never text that came from outside as a whole.</param>
    /// <param name="resourceId">What the patron is on the way to.</param>
    /// <param name="ct">Cancels the write.</param>
    /// <returns>The id for the login page's address.</returns>
    public async Task<string> BeginAsync(string target, Guid? resourceId, CancellationToken ct)
    {
        var id = OpaqueId.Create();

        // After a crash of the database a patron who was at the login page lands in the portal: not worth waiting for the disk.
        await using var command = database.CreateCommand(
            """
            insert into sign_in_transaction (id, target, resource_id, expires_at)
            select $1, $2, $3, $4 from set_config('synchronous_commit', 'off', true)
            """);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = OpaqueId.Hash(id) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = target });
        command.Parameters.Add(new NpgsqlParameter { Value = resourceId ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() + Lifetime });
        await command.ExecuteNonQueryAsync(ct);
        return id;
    }

    /// <summary>The transaction, or null when it is unknown or too old.</summary>
    public async Task<SignInTransaction?> FindAsync(string? id, CancellationToken ct)
    {
        if (id is not { Length: > 0 and <= 64 })
            return null;
        var hash = OpaqueId.Hash(id);
        await using var command = database.CreateCommand("select target, resource_id, expires_at from sign_in_transaction where id = $1 and expires_at > $2");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hash });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        await using var row = await command.ExecuteReaderAsync(ct);
        return !await row.ReadAsync(ct) ? null : new SignInTransaction
        {
            Id = hash, Target = row.GetString(0), ResourceId = await row.IsDBNullAsync(1, ct) ? null : row.GetGuid(1), ExpiresAt = row.GetFieldValue<DateTimeOffset>(2),
        };
    }

    /// <summary>Uses the transaction up: it leads on once.</summary>
    public async Task CompleteAsync(SignInTransaction transaction, CancellationToken ct)
    {
        await using var command = database.CreateCommand("delete from sign_in_transaction using set_config('synchronous_commit', 'off', true) where id = $1");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = transaction.Id });
        await command.ExecuteNonQueryAsync(ct);
    }
}
