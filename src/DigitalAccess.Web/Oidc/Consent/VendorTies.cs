using DigitalAccess.Web.Data;
using DigitalAccess.Web.Logout;
using DigitalAccess.Web.Oidc.Logout;
using DigitalAccess.Web.Oidc.Tickets;
using DigitalAccess.Web.PatronLogin;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DigitalAccess.Web.Oidc.Consent;

/// <summary>What lasts between a patron and vendors beyond a visit: a yes, an app that stays signed in. The patron may see and end it.</summary>
internal sealed class VendorTies(
    DigitalAccessDb db, NpgsqlDataSource database, RegionSnapshots region, VendorNotices vendors, LogoutAttempts attempts, TimeProvider clock)
{
    public async Task<IReadOnlyList<VendorTie>> ListAsync(Guid accountId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var consents = await db.PatronConsents.AsNoTracking().Where(c => c.PatronAccountId == accountId).ToListAsync(ct);
        var standing = await db.OidcGrants.AsNoTracking()
            .Where(g => g.PatronAccountId == accountId && g.Offline && g.EndedAt == null && g.ExpiresAt > now)
            .Select(g => new { g.ClientId, g.CreatedAt, g.ExpiresAt }).ToListAsync(ct);
        return [.. consents.Select(c => c.ClientId).Union(standing.Select(g => g.ClientId), StringComparer.Ordinal).Select(client => new VendorTie(
            client,
            consents.Find(c => c.ClientId == client)?.GivenOn,
            standing.Where(g => g.ClientId == client).Min(g => (DateTimeOffset?)g.CreatedAt),
            standing.Where(g => g.ClientId == client).Max(g => (DateTimeOffset?)g.ExpiresAt)))];
    }

    /// <summary>
    /// Everything that the vendor's apps hold of this patron ends, at once, and the vendor is told where it can be; and the patron
    /// will be asked again.
    /// </summary>
    public async Task EndAsync(Guid accountId, string clientId, CancellationToken ct)
    {
        var party = (await region.GetAsync(ct)).Party(clientId);
        List<LogoutNotice> notices;
        await using (var connection = await database.OpenConnectionAsync(ct))
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await using (var forget = new NpgsqlCommand("delete from patron_consent where patron_account_id = $1 and client_id = $2", connection, transaction))
            {
                forget.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
                forget.Parameters.Add(new NpgsqlParameter<string> { TypedValue = clientId });
                await forget.ExecuteNonQueryAsync(ct);
            }

            // Nobody looks for these on a page after a sign-out; a vendor that only a browser could tell is not told.
            var nobodys = OpaqueId.Hash(OpaqueId.Create());
            notices = [.. (await EndGrantsAsync(accountId, clientId, transaction, ct)).Select(ended => vendors.Make(nobodys, false, ended, party))
                .Where(notice => notice.Way == LogoutWay.BackChannel)];
            await LogoutOutbox.WriteAsync(notices, transaction, ct);
            await transaction.CommitAsync(ct);
        }

        foreach (var notice in notices)
            _ = attempts.MakeAsync(notice);
    }

    /// <summary>A grant of a session that goes on counts though it ended before: the vendor may have gone on without it.</summary>
    private async Task<List<EndedSignIn>> EndGrantsAsync(Guid accountId, string clientId, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            update oidc_grant set ended_at = coalesce(ended_at, $3), ended_because = coalesce(ended_because, $4)
            where patron_account_id = $1 and client_id = $2 and (ended_at is null or session_id is not null)
            returning id, subject
            """, transaction.Connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = clientId });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = GrantEnds.Withdrawn });
        var ended = new List<EndedSignIn>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            ended.Add(new EndedSignIn(row.GetGuid(0), clientId, row.GetString(1)));
        return ended;
    }
}

/// <param name="ClientId">The vendor's client.</param>
/// <param name="ConsentedOn">When the patron said yes, if they were asked.</param>
/// <param name="SignedInSince">Since when its app is signed in, if it stays so.</param>
/// <param name="SignedInUntil">And until when at most.</param>
internal sealed record VendorTie(string ClientId, DateOnly? ConsentedOn, DateTimeOffset? SignedInSince, DateTimeOffset? SignedInUntil);
