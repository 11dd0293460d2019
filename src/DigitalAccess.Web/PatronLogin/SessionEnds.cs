using Microsoft.Extensions.Options;
using Npgsql;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>
/// Ends sessions together with what stands on them. The row is locked first: a sign-in at a vendor that is on its way is
/// either committed before and ends too, or finds no session any more.
/// </summary>
internal sealed class SessionEnds(NpgsqlDataSource database, IEnumerable<IWhenASessionEnds> others, IOptions<PatronSessionOptions> options, TimeProvider clock)
{
    private const int AtOnce = 100;

    /// <param name="id">Of the session.</param>
    /// <param name="signOutId">By what the page after the sign-out finds what was told to whom.</param>
    /// <param name="along">What is to be written first, in the same transaction.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>What was ended; null when there was nothing.</returns>
    public async Task<SessionEnd?> EndAsync(byte[] id, byte[] signOutId, IReadOnlyList<NpgsqlBatchCommand> along, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await LockAsync(id, transaction, ct) is not { } found)
            return null;
        if (along.Count > 0)
        {
            await using var batch = new NpgsqlBatch(connection, transaction);
            foreach (var command in along)
                batch.BatchCommands.Add(command);
            await batch.ExecuteNonQueryAsync(ct);
        }

        var end = await EndAsync(new EndedSession(id, signOutId, found.SharedComputer), transaction, ct);
        await transaction.CommitAsync(ct);
        return end;
    }

    /// <summary>The browser has a new session. The old one goes on in it when it was the same patron's, and ends when it was another's.</summary>
    public async Task<SessionEnd?> ReplaceAsync(byte[] before, PatronSession now, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await LockAsync(before, transaction, ct) is not { } found)
            return null;
        SessionEnd? end = null;
        if (found.Account != now.PatronAccountId)
        {
            end = await EndAsync(new EndedSession(before, OpaqueId.Hash(OpaqueId.Create()), found.SharedComputer), transaction, ct);
        }
        else
        {
            foreach (var other in others)
                await other.RenewingAsync(before, now, transaction, ct);
            await DeleteAsync(before, transaction, ct);
        }

        await transaction.CommitAsync(ct);
        return end;
    }

    /// <summary>
    /// Sessions on shared computers that nobody signed out of: the next person must not find a vendor open. And those of
    /// libraries that have left the region. Nobody waits here, so what is to be said is left to those who say it again.
    /// </summary>
    public async Task EndOverdueAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var command = database.CreateCommand(
            """
            select id from patron_session where shared_computer and (expires_at < $1 or last_seen_at < $2)
                or library_id in (select id from library where not active) order by shared_computer desc, expires_at limit $3
            """);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now - options.Value.SharedIdle });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = AtOnce });
        var overdue = new List<byte[]>();
        do
        {
            overdue.Clear();
            await using (var row = await command.ExecuteReaderAsync(ct))
                while (await row.ReadAsync(ct))
                    overdue.Add(row.GetFieldValue<byte[]>(0));
            foreach (var id in overdue)
                await EndAsync(id, OpaqueId.Hash(OpaqueId.Create()), along: [], ct);
        }
        while (overdue.Count == AtOnce);
    }

    private async Task<SessionEnd> EndAsync(EndedSession session, NpgsqlTransaction transaction, CancellationToken ct)
    {
        var farewells = new List<Farewell>();
        foreach (var other in others)
            if (await other.EndingAsync(session, transaction, ct) is { } farewell)
                farewells.Add(farewell);
        await DeleteAsync(session.Id, transaction, ct);
        return new SessionEnd(session.SharedComputer, farewells);
    }

    private static async Task<(Guid Account, bool SharedComputer)?> LockAsync(byte[] id, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select patron_account_id, shared_computer from patron_session where id = $1 for update", transaction.Connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = id });
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? (row.GetGuid(0), row.GetBoolean(1)) : null;
    }

    private static async Task DeleteAsync(byte[] id, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("delete from patron_session where id = $1", transaction.Connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = id });
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>A session that was just ended, and what there is to say to others about it.</summary>
internal sealed record SessionEnd(bool SharedComputer, IReadOnlyList<Farewell> Farewells)
{
    public bool ByBrowser => Farewells.Any(farewell => farewell.ByBrowser);

    public bool LeavesOpen => Farewells.Any(farewell => farewell.LeavesOpen);

    public Task SayAsync() => Task.WhenAll(Farewells.Select(farewell => farewell.SayAsync()));
}
