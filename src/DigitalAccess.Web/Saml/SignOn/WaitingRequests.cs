using System.Text.Json;
using DigitalAccess.Saml2;
using DigitalAccess.Web.PatronLogin;
using Npgsql;
using NpgsqlTypes;

namespace DigitalAccess.Web.Saml.SignOn;

/// <summary>Keeps requests while the login page is in between. Each is gone on with once, by the browser that brought it.</summary>
internal sealed class WaitingRequests(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>One for each request, so that two tabs do not take each other's: a form of a vendor's page shows us no cookie that we could use again.</summary>
    public const string CookiePrefix = "__Host-da_saml-";

    /// <summary>Bytes of a request that is worth keeping.</summary>
    private const int Longest = 8 * 1024;

    /// <summary>As long as the login page waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <param name="http">The browser.</param>
    /// <param name="request">What it brought.</param>
    /// <param name="along">What must be written with it, or nothing is.</param>
    /// <param name="ct">Cancels the write.</param>
    /// <returns>The id for an address of ours.</returns>
    /// <exception cref="SamlException">The request is longer than any honest one.</exception>
    public async Task<string> StoreAsync(HttpContext http, SignOnRequest request, NpgsqlBatchCommand? along, CancellationToken ct)
    {
        var (id, browser, json) = (OpaqueId.Create(), OpaqueId.Create(), JsonSerializer.Serialize(request));
        if (json.Length > Longest)
            throw new SamlException(SamlFaultKind.TooLarge, $"What the request asks for takes more than {Longest / 1024} KB.");
        await using var batch = database.CreateBatch();
        if (along is not null)
            batch.BatchCommands.Add(along);
        var insert = new NpgsqlBatchCommand(
            "insert into saml_waiting_request (id, browser, request, expires_at) select $1, $2, $3, $4 from set_config('synchronous_commit', 'off', true)");
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = OpaqueId.Hash(id) });
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = OpaqueId.Hash(browser) });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = json, NpgsqlDbType = NpgsqlDbType.Jsonb });
        insert.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() + Patience });
        batch.BatchCommands.Add(insert);
        await batch.ExecuteNonQueryAsync(ct);
        http.Response.Cookies.Append(CookieOf(id), browser, CookieRules(Patience));
        return id;
    }

    /// <summary>Takes the request out. Of any number who ask at once, one gets it.</summary>
    /// <returns>Null when it is unknown, gone on with already, too old, or another browser's.</returns>
    public async Task<SignOnRequest?> TakeAsync(HttpContext http, string? id, CancellationToken ct)
    {
        if (id is not { Length: > 0 and <= 64 } || http.Request.Cookies[CookieOf(id)] is not { Length: > 0 and <= 64 } browser)
            return null;
        await using var command = database.CreateCommand(
            "delete from saml_waiting_request using set_config('synchronous_commit', 'off', true) where id = $1 and browser = $2 and expires_at > $3 returning request");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = OpaqueId.Hash(id) });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = OpaqueId.Hash(browser) });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        http.Response.Cookies.Delete(CookieOf(id), CookieRules(null));
        return await command.ExecuteScalarAsync(ct) is string json ? JsonSerializer.Deserialize<SignOnRequest>(json) : null;
    }

    private static string CookieOf(string id) => $"{CookiePrefix}{(id.Length > 12 ? id[..12] : id)}";

    private static CookieOptions CookieRules(TimeSpan? life) =>
        new() { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true, MaxAge = life };
}
