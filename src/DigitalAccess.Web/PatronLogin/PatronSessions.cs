using System.Text.Json;
using DigitalAccess.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>Finds, starts and ends the session of the browser that asks.</summary>
internal sealed class PatronSessions(
    DigitalAccessDb db, NpgsqlDataSource database, RegionSnapshots region, SessionEnds ends, IOptions<PatronSessionOptions> options, TimeProvider clock)
{
    public const string CookieName = "__Host-da_session";

    /// <summary>So long the patron who signs out waits for what the vendors answer; what takes longer goes on without.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    private PatronSession? _current;
    private bool _looked;

    /// <summary>The live session of this request's cookie, or null. Asks the database once per request.</summary>
    public async ValueTask<PatronSession?> FindAsync(HttpContext http, CancellationToken ct)
    {
        if (_looked)
            return _current;
        _looked = true;
        if (http.Request.Cookies[CookieName] is not { Length: > 0 and <= 64 } secret)
            return null;

        var id = OpaqueId.Hash(secret);
        var now = clock.GetUtcNow();
        var session = await ReadAsync(id, ct);
        if (session is null || !options.Value.IsAlive(session, now))
            return null;

        // A library that has left the region has no patrons any more; the worker ends their sessions.
        if ((await region.WithLibraryAsync(session.LibraryId, ct))?.Library(session.LibraryId) is not { Active: true })
            return null;

        // HEAD is a page's own word that somebody is there (session.js), and the page counts on it.
        if (HttpMethods.IsHead(http.Request.Method) || now - session.LastSeenAt > options.Value.SlackFor(session.SharedComputer))
            await db.PatronSessions.Where(s => s.Id == id).ExecuteUpdateAsync(u => u.SetProperty(s => s.LastSeenAt, now), ct);
        return _current = session;
    }

    /// <summary>
    /// Starts a session under a new id in place of the one the browser had. Durable when it returns. Vendors hear of it when
    /// the old one was another patron's, and the new patron does not wait for that.
    /// </summary>
    public async Task<PatronSession> StartAsync(
        HttpContext http, Guid accountId, Guid libraryId, SessionFacts facts, bool sharedComputer, CancellationToken ct)
    {
        var secret = OpaqueId.Create();
        var now = clock.GetUtcNow();
        var session = new PatronSession
        {
            Id = OpaqueId.Hash(secret),
            PatronAccountId = accountId,
            LibraryId = libraryId,
            StartedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + options.Value.AbsoluteFor(sharedComputer),
            SharedComputer = sharedComputer,
            Facts = facts,
        };
        await WriteAsync(session, ct);
        if (http.Request.Cookies[CookieName] is { Length: > 0 } before && await ends.ReplaceAsync(OpaqueId.Hash(before), session, ct) is { } end)
            _ = end.SayAsync();

        // A session cookie: closing the browser forgets it, on a shared computer as at home.
        http.Response.Cookies.Append(CookieName, secret, CookieRules());
        (_current, _looked) = (session, true);
        return session;
    }

    /// <summary>Whether the browser holds a session's cookie, be the session alive or over by itself.</summary>
    public static bool IsHere(HttpContext http, byte[] id) =>
        http.Request.Cookies[CookieName] is { Length: > 0 and <= 64 } secret && OpaqueId.Hash(secret).AsSpan().SequenceEqual(id);

    /// <summary>
    /// The patron leaves, and a copy of the cookie is worth nothing afterwards. What is left of a session that is over by itself
    /// is ended too. On a shared computer nothing that the browser kept may greet the next person.
    /// </summary>
    /// <param name="http">The request with the cookie.</param>
    /// <param name="along">What is to be written first, in the transaction that ends the session.</param>
    /// <returns>By what the next page finds how it goes at the vendors; null where there was no cookie.</returns>
    public async Task<SignedOut?> SignOutAsync(HttpContext http, params IReadOnlyList<NpgsqlBatchCommand> along)
    {
        (_current, _looked) = (null, true);
        if (http.Request.Cookies[CookieName] is not { Length: > 0 } secret)
            return null;

        // Made of the cookie, so that a second press of the button leads to the same page. From here on nobody hangs up: who
        // closes the window at once has meant it.
        var signOutId = OpaqueId.Derive(secret, "signed out");
        var end = await ends.EndAsync(OpaqueId.Hash(secret), OpaqueId.Hash(signOutId), along, CancellationToken.None);
        if (end?.SharedComputer == true)
            http.Response.Headers["Clear-Site-Data"] = "\"cache\", \"cookies\", \"storage\"";
        http.Response.Cookies.Delete(CookieName, CookieRules());
        if (end is not null)
            await Task.WhenAny(end.SayAsync(), Task.Delay(Patience, clock));
        return new SignedOut(signOutId, end?.ByBrowser == true, end?.LeavesOpen == true);
    }

    /// <summary>Every page and every launch asks this, so it goes to the database the short way.</summary>
    private async Task<PatronSession?> ReadAsync(byte[] id, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "select patron_account_id, library_id, started_at, last_seen_at, expires_at, shared_computer, facts from patron_session where id = $1");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = id });
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct))
            return null;
        return new PatronSession
        {
            Id = id, PatronAccountId = row.GetGuid(0), LibraryId = row.GetGuid(1), StartedAt = row.GetFieldValue<DateTimeOffset>(2),
            LastSeenAt = row.GetFieldValue<DateTimeOffset>(3), ExpiresAt = row.GetFieldValue<DateTimeOffset>(4), SharedComputer = row.GetBoolean(5),
            Facts = JsonSerializer.Deserialize<SessionFacts>(row.GetString(6), JsonColumn.Options)!,
        };
    }

    private async Task WriteAsync(PatronSession session, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            insert into patron_session (id, patron_account_id, library_id, started_at, last_seen_at, expires_at, shared_computer, facts)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            """);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = session.Id });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = session.PatronAccountId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = session.LibraryId });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = session.StartedAt });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = session.LastSeenAt });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = session.ExpiresAt });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = session.SharedComputer });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = JsonSerializer.Serialize(session.Facts, JsonColumn.Options), NpgsqlDbType = NpgsqlDbType.Jsonb });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static CookieOptions CookieRules() => new() { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true };
}

/// <param name="Id">For the address of the page that follows; says nothing to anybody else.</param>
/// <param name="ByBrowser">Whether a vendor is told by that page alone.</param>
/// <param name="LeavesOpen">Whether a vendor cannot be told at all.</param>
internal sealed record SignedOut(string Id, bool ByBrowser, bool LeavesOpen)
{
    public string Page => $"/signedout?id={Id}";

    /// <summary>The same page, which leads on by itself once the browser has told whom it must.</summary>
    public string PageThen(string transaction) => $"{Page}&t={transaction}";
}
