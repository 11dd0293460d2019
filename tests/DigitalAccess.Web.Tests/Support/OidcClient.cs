using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace DigitalAccess.Web.Tests.Support;

/// <summary>A relying party by hand: builds requests wrong on purpose where a library would not let us.</summary>
internal sealed class OidcClient(BrokerApp app, string clientId, string redirectUri, string secret = Given.ClientSecret)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    /// <summary>Each client is a machine of its own, so that one test's wrong secrets do not slow down the next.</summary>
    public string Address { get; } = $"198.18.{Random.Shared.Next(256)}.{Random.Shared.Next(256)}";

    public string ClientId => clientId;
    public string Verifier { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
    public string State { get; } = "state-" + RandomNumberGenerator.GetHexString(8);
    public string Nonce { get; } = "nonce-" + RandomNumberGenerator.GetHexString(8);

    /// <summary>A right request; a null takes a parameter out, another value replaces it.</summary>
    public string AuthorizeAddress(params (string Name, string? Value)[] changes)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["client_id"] = clientId,
            ["response_type"] = "code",
            ["scope"] = "openid",
            ["redirect_uri"] = redirectUri,
            ["state"] = State,
            ["nonce"] = Nonce,
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
            parameters[name] = value;
        return "/connect/authorize?" + string.Join('&', parameters.Where(p => p.Value is not null).Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value!)}"));
    }

    /// <summary>Goes to the broker and stops where the browser would leave for the client.</summary>
    public async Task<Answer> AuthorizeAsync(Browser browser, params (string Name, string? Value)[] changes)
    {
        var answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, AuthorizeAddress(changes)));
        return await UntilAwayAsync(browser, answer);
    }

    /// <summary>Hands the request to the broker first (RFC 9126); the browser then carries its name alone.</summary>
    public Task<TokenAnswer> PushAsync(params (string Name, string? Value)[] changes)
    {
        var parameters = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(app.Origin, AuthorizeAddress(changes)).Query);
        return PostAsync("/connect/par", [.. parameters.Where(p => p.Key != "client_id").Select(p => (p.Key, p.Value.ToString()))]);
    }

    public string PushedAddress(string requestUri) => $"/connect/authorize?client_id={clientId}&request_uri={Uri.EscapeDataString(requestUri)}";

    public async Task<Answer> AuthorizePushedAsync(Browser browser, string requestUri) =>
        await UntilAwayAsync(browser, await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, PushedAddress(requestUri))));

    public async Task<Answer> UntilAwayAsync(Browser browser, Answer answer)
    {
        while (answer.Location is { } next && next.Host == app.Origin.Host && next.Port == app.Origin.Port)
            answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, next));
        return answer;
    }

    public Task<TokenAnswer> RedeemAsync(string code, params (string Name, string? Value)[] changes) => RedeemAsync(code, basic: false, changes);

    /// <param name="code">The code to redeem.</param>
    /// <param name="basic">Whether the secret goes into the header (client_secret_basic) instead of the form.</param>
    /// <param name="changes">A null takes a parameter out, another value replaces it.</param>
    public Task<TokenAnswer> RedeemAsync(string code, bool basic, params (string Name, string? Value)[] changes)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = redirectUri, ["code_verifier"] = Verifier,
            ["client_id"] = clientId, ["client_secret"] = secret,
        };
        foreach (var (name, value) in changes)
            parameters[name] = value;
        if (basic)
            parameters["client_id"] = parameters["client_secret"] = null;
        return TokenAsync(parameters.Where(p => p.Value is not null).ToDictionary(p => p.Key, p => p.Value!),
            basic ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{clientId}:{secret}"))) : null);
    }

    /// <summary>Any endpoint that the client proves itself at.</summary>
    public Task<TokenAnswer> PostAsync(string path, params (string Name, string Value)[] parameters) => SendAsync(path,
        parameters.Append(("client_id", clientId)).Append(("client_secret", secret)).ToDictionary(p => p.Item1, p => p.Item2), null);

    public Task<TokenAnswer> TokenAsync(Dictionary<string, string> parameters, AuthenticationHeaderValue? authorization = null) =>
        SendAsync("/connect/token", parameters, authorization);

    private async Task<TokenAnswer> SendAsync(string path, Dictionary<string, string> parameters, AuthenticationHeaderValue? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(app.Origin, path)) { Content = new FormUrlEncodedContent(parameters) };
        request.Headers.Add("X-Forwarded-For", Address);
        request.Headers.Authorization = authorization;
        using var response = await Http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        return new TokenAnswer((int)response.StatusCode, body.StartsWith('{') ? JsonSerializer.Deserialize<JsonElement>(body) : default, response.Headers);
    }

    public async Task<(int Status, JsonElement Claims)> UserInfoAsync(string accessToken, bool inQuery = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(app.Origin, "/connect/userinfo" + (inQuery ? $"?access_token={accessToken}" : "")));
        if (!inQuery)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        using var response = await Http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, body.StartsWith('{') ? JsonSerializer.Deserialize<JsonElement>(body) : default);
    }

    /// <returns>What userinfo says in refusing (RFC 6750, section 3).</returns>
    public async Task<(int Status, string Challenge)> ChallengeAsync(string accessToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(app.Origin, "/connect/userinfo"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        using var response = await Http.SendAsync(request);
        return ((int)response.StatusCode, response.Headers.WwwAuthenticate.ToString());
    }

    public static JsonElement Payload(string jwt) => JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(jwt.Split('.')[1]));

    public static JsonElement Header(string jwt) => JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(jwt.Split('.')[0]));
}

internal sealed record TokenAnswer(int Status, JsonElement Body, HttpResponseHeaders Headers)
{
    public string? Error => Text("error");
    public string? Description => Text("error_description");
    public string? RefreshToken => Text("refresh_token");
    public string IdToken => Text("id_token")!;
    public string AccessToken => Text("access_token")!;

    private string? Text(string name) => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) ? value.GetString() : null;
}
