using DigitalAccess.Web.Data;
using DigitalAccess.Web.Logout;
using DigitalAccess.Web.Oidc.Tickets;
using DigitalAccess.Web.PatronLogin;
using Npgsql;

namespace DigitalAccess.Web.Oidc.Logout;

/// <summary>
/// With a session, its grants end, and one notice is written for each vendor that it led to. Apps that stay signed in do so.
/// The first attempt is made at once by who ended the session.
/// </summary>
internal sealed class TellVendors(RegionSnapshots region, VendorNotices vendors, LogoutAttempts attempts, TimeProvider clock) : IWhenASessionEnds
{
    public async Task<Farewell?> EndingAsync(EndedSession session, NpgsqlTransaction transaction, CancellationToken ct)
    {
        var now = await region.GetAsync(ct);
        var notices = (await EndGrantsAsync(session.Id, transaction, ct)).ConvertAll(ended => vendors.Make(session.SignOutId, session.SharedComputer, ended, now.Party(ended.Recipient)));
        if (notices.Count == 0)
            return null;
        await LogoutOutbox.WriteAsync(notices, transaction, ct);
        return new Farewell(
            () => Task.WhenAll(notices.Where(n => n.Way == LogoutWay.BackChannel).Select(attempts.MakeAsync)),
            notices.Exists(n => n.Way == LogoutWay.FrontChannel),
            notices.Exists(n => n.Way == LogoutWay.None));
    }

    public async Task RenewingAsync(byte[] before, PatronSession now, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "update oidc_grant set session_id = $2, expires_at = case when offline then expires_at else $3 end where session_id = $1",
            transaction.Connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = before });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = now.Id });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now.ExpiresAt });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>A grant that had ended before counts too: the vendor may have gone on without it.</summary>
    private async Task<List<EndedSignIn>> EndGrantsAsync(byte[] session, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            update oidc_grant set ended_at = coalesce(ended_at, $2), ended_because = coalesce(ended_because, $3)
            where session_id = $1 and not offline returning id, client_id, subject
            """, transaction.Connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = session });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = GrantEnds.SessionOver });
        var ended = new List<EndedSignIn>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            ended.Add(new EndedSignIn(row.GetGuid(0), row.GetString(1), row.GetString(2)));
        return ended;
    }
}
