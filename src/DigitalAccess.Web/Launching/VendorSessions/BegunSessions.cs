using DigitalAccess.Web.Data;
using DigitalAccess.Web.PatronLogin;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DigitalAccess.Web.Launching.VendorSessions;

/// <summary>Which vendors' APIs have begun sessions, until the page after the sign-out has said that we cannot close them.</summary>
internal sealed class BegunSessions(DigitalAccessDb db, TimeProvider clock) : IWhenASessionEnds
{
    /// <summary>Whoever opens the browser's history later finds nothing.</summary>
    private static readonly TimeSpan Shown = TimeSpan.FromMinutes(15);

    /// <summary>For one commit with the launch. Nothing is written for a session that has just ended.</summary>
    public static NpgsqlBatchCommand InsertCommand(byte[] session, Guid resource)
    {
        var command = new NpgsqlBatchCommand(
            """
            insert into begun_session (id, session_id, resource_id, shared_computer)
            select gen_random_uuid(), s.id, $2, s.shared_computer from patron_session s where s.id = $1
            on conflict (session_id, resource_id) do nothing
            """);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = session });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = resource });
        return command;
    }

    public async Task<Farewell?> EndingAsync(EndedSession session, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "update begun_session set session_id = null, sign_out_id = $2, ended_at = $3 where session_id = $1", transaction.Connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = session.Id });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = session.SignOutId });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        return await command.ExecuteNonQueryAsync(ct) > 0 ? new Farewell(() => Task.CompletedTask, ByBrowser: false, LeavesOpen: true) : null;
    }

    public async Task RenewingAsync(byte[] before, PatronSession now, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("update begun_session set session_id = $2 where session_id = $1", transaction.Connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = before });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = now.Id });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <returns>What had been begun in the session of this sign-out.</returns>
    public async Task<IReadOnlyList<BegunSession>> FindAsync(string? signOutId, CancellationToken ct)
    {
        if (signOutId is not { Length: > 0 and <= 64 })
            return [];
        var (hash, since) = (OpaqueId.Hash(signOutId), clock.GetUtcNow() - Shown);
        return await db.BegunSessions.AsNoTracking().Where(b => b.SignOutId == hash && b.EndedAt > since).ToListAsync(ct);
    }
}
