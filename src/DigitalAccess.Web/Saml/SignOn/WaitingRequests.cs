using System.Text.Json;
using DigitalAccess.Web.PatronLogin;
using Npgsql;
using NpgsqlTypes;

namespace DigitalAccess.Web.Saml.SignOn;

/// <summary>Keeps requests while the login page is in between. Each is gone on with once, by the browser that brought it.</summary>
internal sealed class WaitingRequests(NpgsqlDataSource database, TimeProvider clock)
{
    public const string CookieName = "__Host-da_saml";

    /// <summary>As long as the login page waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <param name="http">The browser.</param>
    /// <param name="request">What it brought.</param>
    /// <param name="along">What must be written with it, or nothing is.</param>
    /// <param name="ct">Cancels the write.</param>
    /// <returns>The id for an address of ours.</returns>
    public async Task<string> StoreAsync(HttpContext http, SignOnRequest request, NpgsqlBatchCommand? along, CancellationToken ct)
    {
        var id = OpaqueId.Create();
        await using var batch = database.CreateBatch();
        if (along is not null)
            batch.BatchCommands.Add(along);
        var insert = new NpgsqlBatchCommand(
            "insert into saml_waiting_request (id, browser, request, expires_at) select $1, $2, $3, $4 from set_config('synchronous_commit', 'off', true)");
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = OpaqueId.Hash(id) });
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = OpaqueId.Hash(BrowserOf(http)) });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = JsonSerializer.Serialize(request), NpgsqlDbType = NpgsqlDbType.Jsonb });
        insert.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() + Patience });
        batch.BatchCommands.Add(insert);
        await batch.ExecuteNonQueryAsync(ct);
        return id;
    }

    /// <summary>Takes the request out. Of any number who ask at once, one gets it.</summary>
    /// <returns>Null when it is unknown, gone on with already, too old, or another browser's.</returns>
    public async Task<SignOnRequest?> TakeAsync(HttpContext http, string? id, CancellationToken ct)
    {
        if (id is not { Length: > 0 and <= 64 } || http.Request.Cookies[CookieName] is not { Length: > 0 and <= 64 } browser)
            return null;
        await using var command = database.CreateCommand(
            "delete from saml_waiting_request using set_config('synchronous_commit', 'off', true) where id = $1 and browser = $2 and expires_at > $3 returning request");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = OpaqueId.Hash(id) });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = OpaqueId.Hash(browser) });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        return await command.ExecuteScalarAsync(ct) is string json ? JsonSerializer.Deserialize<SignOnRequest>(json) : null;
    }

    /// <summary>What the browser has, or is given with this answer.</summary>
    private static string BrowserOf(HttpContext http)
    {
        if (http.Request.Cookies[CookieName] is { Length: > 0 and <= 64 } known)
            return known;
        var secret = OpaqueId.Create();
        http.Response.Cookies.Append(CookieName, secret, new CookieOptions { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true });
        return secret;
    }
}
