using DigitalAccess.Web.Data;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Saml.SignOn;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DigitalAccess.Web.Saml.Logout;

/// <summary>Ends sessions because a vendor wishes so. A vendor can speak only of patrons whom it was told of itself.</summary>
internal sealed class SessionsAtVendors(DigitalAccessDb db, NpgsqlDataSource database, PatronSessions sessions, SessionEnds ends, ClockAndOrigin about)
{
    /// <summary>
    /// Ends what the wish names, in this browser and in any other. With the last of it the wish is remembered as met, in one
    /// commit: one that a fault came between can be sent again.
    /// </summary>
    public async Task<EndedByWish> EndAsync(HttpContext http, LogoutWish wish, string entityId, CancellationToken ct)
    {
        var meant = await FindAsync(http, wish, entityId, ct);
        var (here, leavesOpen) = ((SignedOut?)null, false);
        try
        {
            if (meant.Count == 0)
                await RememberAsync(wish, entityId, ct);
            foreach (var id in meant)
            {
                List<NpgsqlBatchCommand> along = [DeleteCommand(id, entityId)];
                if (id == meant[^1])
                    along.Add(RequestIds.InsertCommand(entityId, wish.RequestId, about.Now));
                if (PatronSessions.IsHere(http, id))
                    here = await sessions.SignOutAsync(http, along);
                else if (await ends.EndAsync(id, OpaqueId.Hash(OpaqueId.Create()), along, ct) is { } end)
                    (_, leavesOpen) = (end.SayAsync(), leavesOpen || end.ByBrowser || end.LeavesOpen);
                else
                    leavesOpen = true; // Somebody else has ended it within the same instant, and alone knows how it went.
            }
        }
        catch (PostgresException e) when (e.ConstraintName == RequestIds.Key)
        {
            // Another copy came within the same instant, and is at it.
            leavesOpen = true;
        }

        return new EndedByWish(here, leavesOpen || here is { LeavesOpen: true });
    }

    /// <summary>Where a vendor was given no name, its sign-in is called by the SessionIndex alone. This browser's session comes last.</summary>
    private async Task<List<byte[]>> FindAsync(HttpContext http, LogoutWish wish, string entityId, CancellationToken ct)
    {
        var named = wish.SessionIndexes.Select(SamlSession.IdOf).ToList();
        List<Guid?> nameless = [SamlSession.IdOf(wish.NameId), .. named];
        var rows = await db.SamlSessions.AsNoTracking()
            .Where(s => s.ServiceProvider == entityId && s.SessionId != null && s.EndedAt == null && (s.NameId == wish.NameId || (s.NameId == null && nameless.Contains(s.Id))))
            .ToListAsync(ct);
        return [.. rows.Where(s => named.Count == 0 || named.Contains(s.Id)).Select(s => s.SessionId!).DistinctBy(Convert.ToHexString).OrderBy(id => PatronSessions.IsHere(http, id))];
    }

    private async Task RememberAsync(LogoutWish wish, string entityId, CancellationToken ct)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(RequestIds.InsertCommand(entityId, wish.RequestId, about.Now));
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The vendor that wishes it has ended its own part, and is told nothing.</summary>
    private static NpgsqlBatchCommand DeleteCommand(byte[] session, string entityId)
    {
        var command = new NpgsqlBatchCommand("delete from saml_session where session_id = $1 and service_provider = $2");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = session });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = entityId });
        return command;
    }
}

/// <param name="Here">By what the next page finds how it goes at other vendors; null where nothing was open in this browser.</param>
/// <param name="LeavesOpen">Whether something has stayed open: what nobody can tell, or only another browser could.</param>
internal sealed record EndedByWish(SignedOut? Here, bool LeavesOpen);
