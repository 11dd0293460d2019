using Npgsql;
using NpgsqlTypes;

namespace DigitalAccess.Web.Logout;

/// <summary>
/// Vendors that the patron's browser is led to one after the other. Each is visited once: a vendor that leads nobody back must
/// not hold the others up, whenever the patron comes back by himself.
/// </summary>
internal sealed partial class LogoutOutbox
{
    /// <summary>The vendor that the browser goes to now. Of two requests at once each gets another one.</summary>
    /// <param name="signOutId">Hash of the id in the address of the page after the sign-out.</param>
    /// <param name="ct">Cancels the update.</param>
    /// <returns>The notice, taken; null when every vendor has been visited, or it is too late for it.</returns>
    public async Task<LogoutNotice?> TakeNextInTurnAsync(byte[] signOutId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"""
            with next as materialized (
                select id from logout_notice where sign_out_id = $1 and way = $2 and state = 0 and attempts = 0 and created_at > $3
                order by created_at, id limit 1 for update skip locked)
            update logout_notice n set attempts = 1 from next where n.id = next.id returning {Columns}
            """);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = signOutId });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)LogoutWay.InTurn });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() - LogoutReport.Shown });
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? Read(row) : null;
    }

    /// <summary>The browser is back with the vendor's answer. A yes counts whenever it comes; a no only where nothing was settled before.</summary>
    /// <param name="noticeId">Which visit was answered.</param>
    /// <param name="closed">Whether the vendor says that it has ended the session.</param>
    /// <param name="fault">Why not, in our words; the vendor's own may hold anything.</param>
    /// <param name="ct">Cancels the update.</param>
    public async Task AnsweredAsync(Guid noticeId, bool closed, string? fault, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "update logout_notice set state = $3, last_fault = $4, done_at = $5 where id = $1 and way = $2 and state <> 1 and (state = 0 or $3 = 1)");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = noticeId });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)LogoutWay.InTurn });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)(closed ? LogoutState.Done : LogoutState.GivenUp) });
        command.Parameters.Add(new NpgsqlParameter { Value = fault ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        await command.ExecuteNonQueryAsync(ct);
    }
}
