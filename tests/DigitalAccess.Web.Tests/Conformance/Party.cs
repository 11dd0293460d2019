using System.Text.Json;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Conformance;

/// <summary>One relying party and one patron's browser. The protocol is the peer's work; here is what the person does.</summary>
internal sealed class Party(ConformanceWorld world, string client, string responseMode) : IDisposable
{
    public Browser Browser { get; } = world.App.Browser();

    /// <summary>How the client proves itself at the token endpoint.</summary>
    public string Auth { get; init; } = "client_secret_basic";

    public bool Pkce { get; init; }

    /// <summary>Sends the parameters of a request in the opposite order.</summary>
    public bool Backwards { get; init; }

    /// <summary>Pushes its requests first (RFC 9126).</summary>
    public bool Pushes { get; init; }

    /// <summary>Whose card is typed.</summary>
    public string Patron { get; init; } = "Adult";

    /// <summary>The whole way: request, login if it is asked for, code, tokens, userinfo, everything checked by the peer.</summary>
    public async Task<Tokens> SignInAsync(params (string, string?)[] ask)
    {
        var visit = await VisitAsync(await BeginAsync(ask));
        var code = await ReceiveAsync(visit);
        var tokens = new Tokens(visit, code, await AskAsync("redeem", new { visit.Request.SignIn, world.Skew }));
        await UserInfoAsync(tokens);
        return tokens;
    }

    /// <summary>A request that shall be refused, and what the client is told: its state and our name must be with it.</summary>
    public async Task<string?> RefusedAsync(params (string, string?)[] ask)
    {
        var visit = await VisitAsync(await BeginAsync(ask));
        Assert.Equal(0, visit.Logins);
        var fault = await Assert.ThrowsAsync<PeerFaultException>(() => ReceiveAsync(visit));
        Assert.Equal("OAUTH_AUTHORIZATION_RESPONSE_ERROR", fault.Code);
        return fault.Error;
    }

    /// <summary>A request as the peer makes it; a null takes a parameter out.</summary>
    public async Task<AuthorizationRequest> BeginAsync(params (string Name, string? Value)[] ask)
    {
        var wishes = ask.ToDictionary(a => a.Name, a => a.Value);
        if (responseMode != "query")
            wishes["response_mode"] = responseMode;
        var begun = await AskAsync("begin", new { Pkce, Par = Pushes, Backwards, Ask = wishes });
        return new AuthorizationRequest(begun.GetProperty("signIn").GetString()!, begun.GetProperty("url").GetString()!,
            begun.GetProperty("parameters").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!));
    }

    /// <summary>The patron goes where the client sends them, and logs in and agrees if asked, until they are sent back or stopped.</summary>
    public async Task<Visit> VisitAsync(AuthorizationRequest request, HttpRequestMessage? message = null)
    {
        var client = world.Habo.Client;
        var answer = await client.UntilAwayAsync(Browser, await Browser.SendAsync(message ?? new HttpRequestMessage(HttpMethod.Get, request.Url)));
        var (logins, language) = (0, answer.Body.Contains("<html lang=\"sv\"", StringComparison.Ordinal) ? "sv" : "en");
        if (answer.Address.AbsolutePath == "/login")
            answer = await Browser.GetAsync(answer.LinkStartingWith("/login/habo"));
        if (answer is { Location: null } && answer.Address.AbsolutePath.StartsWith("/login/", StringComparison.Ordinal))
        {
            (logins, var patron) = (logins + 1, world.Habo.Ils.Patron(Patron));
            var (address, fields) = answer.FormWith(["card", "pin"]);
            (fields["card"], fields["pin"]) = (patron.Card, patron.Pin);
            answer = await client.UntilAwayAsync(Browser, await Browser.SendAsync(new(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields) }));
        }

        if (answer is { Location: null } && answer.Address.AbsolutePath == "/consent")
        {
            var (address, fields) = answer.FormWith(["answer"]);
            fields["answer"] = "yes";
            answer = await client.UntilAwayAsync(Browser, await Browser.SendAsync(new(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields) }));
        }

        return new Visit(request, answer, logins, language);
    }

    /// <summary>The authorization response as it came, in the way that was asked for, checked by the peer: <c>iss</c>, <c>state</c>.</summary>
    public async Task<string> ReceiveAsync(Visit visit) =>
        (await AskAsync("receive", new { visit.Request.SignIn, Parameters = visit.Response(responseMode) })).GetProperty("code").GetString()!;

    public async Task<JsonElement> UserInfoAsync(Tokens tokens, string how = "get")
    {
        var info = await AskAsync("userinfo", new { Token = tokens.AccessToken, How = how, Subject = tokens.Subject });
        Assert.StartsWith("application/json", info.GetProperty("type").GetString(), StringComparison.Ordinal);
        return info.GetProperty("claims");
    }

    public async Task<Answer> LogOutAsync(object ask)
    {
        var address = (await AskAsync("logoutAddress", new { Ask = ask })).GetProperty("url").GetString()!;
        return await world.Habo.Client.UntilAwayAsync(Browser, await Browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, address)));
    }

    public Task<JsonElement> AskAsync(string order, object given)
    {
        var all = JsonSerializer.SerializeToNode(given, JsonSerializerOptions.Web)!.AsObject();
        all.TryAdd("issuer", world.App.Origin.AbsoluteUri);
        all.TryAdd("skew", world.Skew);
        all.TryAdd("client", JsonSerializer.SerializeToNode(
            new { Id = client, Secret = Given.ClientSecret, Auth, Redirect = ConformanceWorld.Redirect }, JsonSerializerOptions.Web));
        return world.Peer.AskAsync(order, all);
    }

    public void Dispose() => Browser.Dispose();
}

/// <summary>A request that the peer has made and will know the answer of.</summary>
internal sealed record AuthorizationRequest(string SignIn, string Url, Dictionary<string, string> Parameters);

/// <summary>What became of a request in the browser.</summary>
/// <param name="Request">The request.</param>
/// <param name="End">Where the browser stood: on the way to the client, or on a page of ours.</param>
/// <param name="Logins">How often card and PIN were asked for.</param>
/// <param name="Language">The language of the first page.</param>
internal sealed record Visit(AuthorizationRequest Request, Answer End, int Logins, string Language)
{
    public Dictionary<string, string> Response(string responseMode)
    {
        if (responseMode == "form_post")
        {
            var (address, fields) = End.FormWith([]);
            Assert.Equal(ConformanceWorld.Redirect, address);
            return fields;
        }

        Assert.True(End.Location is not null, $"no redirect to the client: {End.Status} {End.Text}");
        Assert.Equal(ConformanceWorld.Redirect, End.Location.GetLeftPart(UriPartial.Path));
        return End.Query;
    }
}

/// <summary>What a code was redeemed for.</summary>
internal sealed record Tokens(Visit Visit, string Code, JsonElement Answer)
{
    public JsonElement Claims => Answer.GetProperty("claims");
    public JsonElement Header => Answer.GetProperty("header");
    public JsonElement Response => Answer.GetProperty("tokens");
    public string IdToken => Response.GetProperty("id_token").GetString()!;
    public string AccessToken => Response.GetProperty("access_token").GetString()!;
    public string Subject => Claims.GetProperty("sub").GetString()!;
    public long AuthTime => Claims.GetProperty("auth_time").GetInt64();
}
