using DigitalAccess.Web.Data;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Saml.SignOn;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DigitalAccess.Web.Saml.Logout;

/// <summary>Ends sessions because a vendor wishes so. A vendor can speak only of patrons whom it was told of itself.</summary>
internal sealed class SessionsAtVendors(DigitalAccessDb db, PatronSessions sessions, SessionEnds ends)
{
    /// <summary>Ends what the wish names, in this browser and in any other.</summary>
    public async Task<EndedByWish> EndAsync(HttpContext http, LogoutWish wish, string entityId, CancellationToken ct)
    {
        var named = wish.SessionIndexes.Select(SamlSession.IdOf).ToList();
        var rows = await db.SamlSessions.AsNoTracking()
            .Where(s => s.ServiceProvider == entityId && s.NameId == wish.NameId && s.SessionId != null && s.EndedAt == null).ToListAsync(ct);
        var meant = rows.FindAll(s => named.Count == 0 || named.Contains(s.Id));
        if (meant.Count == 0)
            return new EndedByWish(null, Untold: false);

        var here = await sessions.FindAsync(http, ct);
        var (signedOut, untold) = ((SignedOut?)null, false);
        foreach (var session in meant.GroupBy(s => Convert.ToHexString(s.SessionId!)))
        {
            var id = session.First().SessionId!;
            var forgotten = DeleteCommand(session.Select(s => s.Id));
            if (here is not null && here.Id.AsSpan().SequenceEqual(id))
                signedOut = await sessions.SignOutAsync(http, forgotten);
            else if (await ends.EndAsync(id, OpaqueId.Hash(OpaqueId.Create()), forgotten, ct) is { } end)
                (_, untold) = (end.SayAsync(), untold || end.ByBrowser);
        }

        return new EndedByWish(signedOut, untold);
    }

    /// <summary>The vendor that wishes it has ended its own part, and is told nothing.</summary>
    private static NpgsqlBatchCommand DeleteCommand(IEnumerable<Guid> ids)
    {
        var command = new NpgsqlBatchCommand("delete from saml_session where id = any($1)");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. ids] });
        return command;
    }
}

/// <param name="Here">By what the next page finds how it goes at other vendors; null where nothing was open in this browser.</param>
/// <param name="Untold">Whether a session in another browser has ended whose vendors only that browser could tell.</param>
internal sealed record EndedByWish(SignedOut? Here, bool Untold);
