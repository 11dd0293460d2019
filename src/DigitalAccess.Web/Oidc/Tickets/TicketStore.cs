using DigitalAccess.Web.PatronLogin;
using Npgsql;
using NpgsqlTypes;

namespace DigitalAccess.Web.Oidc.Tickets;

/// <summary>Tickets in the database: each of its methods is one round trip, and each change one statement that succeeds for one caller only.</summary>
internal sealed class TicketStore(NpgsqlDataSource database, TimeProvider clock)
{
    private const string Insert =
        "insert into oidc_ticket (id, kind, client_id, grant_id, created_at, expires_at, claims) ";

    /// <summary>The handle that goes out, and the row that stays.</summary>
    public static (string Handle, OidcTicket Ticket) Make(TicketKind kind, string clientId, Guid? grant, DateTimeOffset now, DateTimeOffset expires, byte[] claims)
    {
        var handle = OpaqueId.Create();
        return (handle, new OidcTicket
        {
            Id = OpaqueId.Hash(handle), Kind = kind, ClientId = clientId, GrantId = grant, CreatedAt = now, ExpiresAt = expires, Claims = claims,
        });
    }

    /// <summary>For writing in one commit with what else belongs to it.</summary>
    public static NpgsqlBatchCommand InsertCommand(OidcTicket ticket)
    {
        var command = new NpgsqlBatchCommand(Insert + "values ($1, $2, $3, $4, $5, $6, $7)");
        AddColumns(command.Parameters, ticket);
        return command;
    }

    public async Task KeepAsync(OidcTicket ticket, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Insert + "values ($1, $2, $3, $4, $5, $6, $7)");
        AddColumns(command.Parameters, ticket);
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<OidcTicket?> FindAsync(string handle, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "select kind, client_id, grant_id, created_at, expires_at, redeemed_at, claims from oidc_ticket where id = $1");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = OpaqueId.Hash(handle) });
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct))
            return null;
        return new OidcTicket
        {
            Id = OpaqueId.Hash(handle),
            Kind = (TicketKind)row.GetInt16(0),
            ClientId = row.GetString(1),
            GrantId = await row.IsDBNullAsync(2, ct) ? null : row.GetGuid(2),
            CreatedAt = row.GetFieldValue<DateTimeOffset>(3),
            ExpiresAt = row.GetFieldValue<DateTimeOffset>(4),
            RedeemedAt = await row.IsDBNullAsync(5, ct) ? null : row.GetFieldValue<DateTimeOffset>(5),
            Claims = row.GetFieldValue<byte[]>(6),
        };
    }

    /// <returns>Whether this caller is the one that used the ticket, and its grant stands; of any number at once, one is.</returns>
    public async Task<bool> RedeemAsync(OidcTicket ticket, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            update oidc_ticket t set redeemed_at = $2 where id = $1 and redeemed_at is null and (grant_id is null or exists
                (select 1 from oidc_grant g where g.id = t.grant_id and g.ended_at is null and (g.session_id is not null or g.offline)))
            """);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = ticket.Id });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>Uses a refresh token up and keeps its successor, both or neither.</summary>
    /// <returns>Whether this caller is the one that used it.</returns>
    public async Task<bool> ReplaceAsync(OidcTicket used, OidcTicket successor, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "with used as (update oidc_ticket t set redeemed_at = $5 where id = $8 and redeemed_at is null "
            + "and exists (select 1 from oidc_grant g where g.id = t.grant_id and g.ended_at is null) returning 1) "
            + Insert + "select $1, $2, $3, $4, $5, $6, $7 from used");
        AddColumns(command.Parameters, successor);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = used.Id });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>A pushed request waits for the patron who is at the login page.</summary>
    public async Task WaitUntilAsync(OidcTicket ticket, DateTimeOffset until, CancellationToken ct)
    {
        await using var command = database.CreateCommand("update oidc_ticket set expires_at = $2 where id = $1 and expires_at < $2");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = ticket.Id });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = until });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static void AddColumns(NpgsqlParameterCollection parameters, OidcTicket ticket)
    {
        parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = ticket.Id });
        parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)ticket.Kind });
        parameters.Add(new NpgsqlParameter<string> { TypedValue = ticket.ClientId });
        parameters.Add(new NpgsqlParameter { Value = ticket.GrantId ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = ticket.CreatedAt });
        parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = ticket.ExpiresAt });
        parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = ticket.Claims });
    }
}
