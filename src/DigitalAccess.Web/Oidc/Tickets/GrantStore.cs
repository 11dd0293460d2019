using System.Text.Json;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.PatronLogin;
using Npgsql;
using NpgsqlTypes;

namespace DigitalAccess.Web.Oidc.Tickets;

/// <summary>Grants in the database.</summary>
internal sealed class GrantStore(NpgsqlDataSource database, TimeProvider clock)
{
    private const string Columns =
        "g.id, g.client_id, g.session_id, g.patron_account_id, g.library_id, g.subject, g.signed_in_at, g.offline, g.terms_met, "
        + "g.residence, g.created_at, g.expires_at, g.ended_at, g.ended_because";

    /// <summary>
    /// The grant that the session already has at the client, so that a second sign-in stands on the same. Two first sign-ins at
    /// once make two; each ends with the session like any other.
    /// </summary>
    public async Task<OidcGrant?> FindAsync(byte[] sessionId, string clientId, bool offline, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select {Columns} from oidc_grant g where g.session_id = $1 and g.client_id = $2 and g.offline = $3 and g.ended_at is null and g.expires_at > $4 limit 1");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = sessionId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = clientId });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = offline });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? Read(row) : null;
    }

    /// <summary>A grant with its session, in one look.</summary>
    public async Task<StandingGrant?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"""
            select {Columns}, s.started_at, s.last_seen_at, s.expires_at, s.shared_computer, s.facts
            from oidc_grant g left join patron_session s on s.id = g.session_id where g.id = $1
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct))
            return null;
        var grant = Read(row);
        return new StandingGrant(grant, grant.SessionId is null || row.IsDBNull(14) ? null : new PatronSession
        {
            Id = grant.SessionId, PatronAccountId = grant.PatronAccountId, LibraryId = grant.LibraryId,
            StartedAt = row.GetFieldValue<DateTimeOffset>(14), LastSeenAt = row.GetFieldValue<DateTimeOffset>(15),
            ExpiresAt = row.GetFieldValue<DateTimeOffset>(16), SharedComputer = row.GetBoolean(17),
            Facts = JsonSerializer.Deserialize<SessionFacts>(row.GetString(18), JsonColumn.Options)!,
        });
    }

    /// <summary>For writing in one commit with the code that stands on it.</summary>
    public static NpgsqlBatchCommand InsertCommand(OidcGrant grant)
    {
        var command = new NpgsqlBatchCommand(
            """
            insert into oidc_grant (id, client_id, session_id, patron_account_id, library_id, subject, signed_in_at, offline, terms_met, residence,
                created_at, expires_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = grant.Id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = grant.ClientId });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = grant.SessionId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = grant.PatronAccountId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = grant.LibraryId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = grant.Subject });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = grant.SignedInAt });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = grant.Offline });
        command.Parameters.Add(new NpgsqlParameter { Value = grant.TermsMet ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter { Value = grant.Residence ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = grant.CreatedAt });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = grant.ExpiresAt });
        return command;
    }

    /// <summary>What a later sign-in changes of a grant that outlives its session.</summary>
    public static NpgsqlBatchCommand RenewCommand(OidcGrant grant)
    {
        var command = new NpgsqlBatchCommand(
            "update oidc_grant set signed_in_at = $2, terms_met = $3, residence = $4, expires_at = $5 where id = $1 and ended_at is null");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = grant.Id });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = grant.SignedInAt });
        command.Parameters.Add(new NpgsqlParameter { Value = grant.TermsMet ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter { Value = grant.Residence ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = grant.ExpiresAt });
        return command;
    }

    /// <summary>Ends the grant and all that stands on it, everywhere at once.</summary>
    /// <returns>Whether this call ended it.</returns>
    public async Task<bool> EndAsync(Guid id, string because, CancellationToken ct)
    {
        await using var command = database.CreateCommand("update oidc_grant set ended_at = $2, ended_because = $3 where id = $1 and ended_at is null");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = because });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    private static OidcGrant Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        ClientId = row.GetString(1),
        SessionId = row.IsDBNull(2) ? null : row.GetFieldValue<byte[]>(2),
        PatronAccountId = row.GetGuid(3),
        LibraryId = row.GetGuid(4),
        Subject = row.GetString(5),
        SignedInAt = row.GetFieldValue<DateTimeOffset>(6),
        Offline = row.GetBoolean(7),
        TermsMet = row.IsDBNull(8) ? null : row.GetString(8),
        Residence = row.IsDBNull(9) ? null : row.GetString(9),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(10),
        ExpiresAt = row.GetFieldValue<DateTimeOffset>(11),
        EndedAt = row.IsDBNull(12) ? null : row.GetFieldValue<DateTimeOffset>(12),
        EndedBecause = row.IsDBNull(13) ? null : row.GetString(13),
    };
}
