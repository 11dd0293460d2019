using DigitalAccess.Web.Data;
using DigitalAccess.Web.Logout;
using DigitalAccess.Web.PatronLogin;
using Npgsql;

namespace DigitalAccess.Web.Saml.Logout;

/// <summary>
/// With a session, its sign-ins at service providers end, and one notice is written for each. The browser is led to them in
/// turn by the page after the sign-out; where there is no browser any more, nobody can tell them.
/// </summary>
internal sealed class TellServiceProviders(RegionSnapshots region, LogoutOutbox outbox, TimeProvider clock) : IWhenASessionEnds
{
    public async Task<Farewell?> EndingAsync(EndedSession session, NpgsqlTransaction transaction, CancellationToken ct)
    {
        var now = await region.GetAsync(ct);
        var notices = (await EndAsync(session.Id, transaction, ct)).ConvertAll(ended => outbox.Make(session.SignOutId, session.SharedComputer, ended, WayTo(ended.Recipient, now)));
        if (notices.Count == 0)
            return null;
        await LogoutOutbox.WriteAsync(notices, transaction, ct);
        return new Farewell(() => Task.CompletedTask, notices.Exists(n => n.Way == LogoutWay.InTurn), notices.Exists(n => n.Way == LogoutWay.None));
    }

    public async Task RenewingAsync(byte[] before, PatronSession now, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("update saml_session set session_id = $2 where session_id = $1", transaction.Connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = before });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = now.Id });
        await command.ExecuteNonQueryAsync(ct);
    }

    private LogoutWay WayTo(string entityId, RegionSnapshot now) =>
        KnownProvider.Of(now, now.ServiceProvider(entityId), clock.GetUtcNow()) is { Metadata: { } metadata } && LogoutServices.Of(metadata) is not null ? LogoutWay.InTurn : LogoutWay.None;

    /// <summary>
    /// A vendor that the patron has been signed in at anew, after card and PIN were typed anew, has forgotten the sign-in
    /// before: it would be led to in vain, and say that it knows no such session.
    /// </summary>
    private async Task<List<EndedSignIn>> EndAsync(byte[] session, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            with ended as (
                update saml_session s set ended_at = $2 from patron_session p where s.session_id = $1 and p.id = $1 and s.ended_at is null
                returning s.id, s.service_provider, s.name_id, s.created_at, s.created_at >= p.started_at as is_own)
            select id, service_provider, name_id from ended e where not exists (
                select from ended later where later.service_provider = e.service_provider and not e.is_own and later.created_at > e.created_at)
            """, transaction.Connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = session });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        var ended = new List<EndedSignIn>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            ended.Add(new EndedSignIn(row.GetGuid(0), row.GetString(1), await row.IsDBNullAsync(2, ct) ? "" : row.GetString(2)));
        return ended;
    }
}
