using System.Net;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Conformance;

/// <summary>The 38 modules of the Basic plan; the Form Post plan has the same. This part: the code flow as such.</summary>
public abstract partial class BasicModules(ConformanceWorld world, ConformanceReport report, string responseMode) : PlanModules(world, report)
{
    private Party NewParty() => World.Party(responseMode);

    [Module("oidcc-server", "a code that nobody guesses; an ID token right in signature, issuer, audience, times, nonce and hashes; userinfo of the same patron")]
    public async Task Server()
    {
        using var party = NewParty();
        var tokens = await party.SignInAsync();
        Assert.Equal(1, tokens.Visit.Logins);
        Assert.True(tokens.Code.Length >= 43, "fewer than 256 bits");
        Assert.InRange(tokens.Response.GetProperty("expires_in").GetInt32(), 1, 3600);
        Assert.Equal("bearer", tokens.Response.GetProperty("token_type").GetString(), ignoreCase: true);
        Assert.Contains("no-store", tokens.Answer.GetProperty("cacheControl").GetString(), StringComparison.Ordinal);
        Assert.False(tokens.Claims.TryGetProperty("name", out _));
    }

    [Module("oidcc-response-type-missing", "without response_type the client is told invalid_request or unsupported_response_type")]
    public async Task ResponseTypeMissing()
    {
        using var party = NewParty();
        Assert.Contains(await party.RefusedAsync(("response_type", null)), new[] { "invalid_request", "unsupported_response_type" });
    }

    [Module("oidcc-idtoken-signature", "the ID token is signed RS256 by a published key that it names")]
    public async Task IdTokenSignature()
    {
        using var party = NewParty();
        var header = (await party.SignInAsync()).Header;
        Assert.Equal("RS256", header.GetProperty("alg").GetString());
        var published = await party.AskAsync("json", new { url = new Uri(World.App.Origin, "/.well-known/jwks").AbsoluteUri });
        Assert.Contains(published.GetProperty("body").GetProperty("keys").EnumerateArray(), key => key.GetProperty("kid").GetString() == header.GetProperty("kid").GetString());
    }

    [Module("oidcc-idtoken-unsigned", "unsigned ID tokens are not offered (the Foundation's suite then skips), and none comes")]
    public async Task IdTokenUnsigned()
    {
        using var party = NewParty();
        var offered = (await party.AskAsync("discover", new { })).GetProperty("id_token_signing_alg_values_supported");
        Assert.DoesNotContain(offered.EnumerateArray(), alg => alg.GetString() == "none");
        Assert.NotEqual("none", (await party.SignInAsync()).Header.GetProperty("alg").GetString());
    }

    [Module("oidcc-ensure-request-without-nonce-succeeds-for-code-flow", "a request without nonce gets an ID token without nonce")]
    public async Task EnsureRequestWithoutNonceSucceeds()
    {
        using var party = NewParty();
        Assert.False((await party.SignInAsync(("nonce", null))).Claims.TryGetProperty("nonce", out _));
    }

    [Module("oidcc-server-client-secret-post", "the secret in the form of the token request does as well as in its header")]
    public async Task ServerClientSecretPost()
    {
        using var party = new Party(World, "conformance-2", responseMode) { Auth = "client_secret_post" };
        await party.SignInAsync();
    }

    [Module("oidcc-codereuse", "a code that comes again at once is refused with invalid_grant")]
    public async Task CodeReuse()
    {
        using var party = NewParty();
        var tokens = await party.SignInAsync();
        await AssertRefusedAgainAsync(party, tokens);
    }

    [Module("oidcc-codereuse-30seconds", "a code that comes again after 30 seconds is refused, and the access token that it gave has ended")]
    public async Task CodeReuseAfter30Seconds()
    {
        using var party = NewParty();
        var tokens = await party.SignInAsync();
        World.App.Clock.Advance(TimeSpan.FromSeconds(30));
        await AssertRefusedAgainAsync(party, tokens);
        Assert.Equal("invalid_token", (await Assert.ThrowsAsync<PeerFaultException>(() => party.UserInfoAsync(tokens))).Error);
    }

    [Module("oidcc-ensure-registered-redirect-uri", "a redirect address that is not registered gets an error page and no redirect")]
    public async Task EnsureRegisteredRedirectUri()
    {
        using var party = NewParty();
        var visit = await party.VisitAsync(await party.BeginAsync(("redirect_uri", $"{ConformanceWorld.Redirect}/{Guid.NewGuid():N}")));
        AssertErrorPage(visit);
    }

    [Module("oidcc-ensure-post-request-succeeds", "a request that comes as a form is answered like one in an address")]
    public async Task EnsurePostRequestSucceeds()
    {
        using var party = NewParty();
        var request = await party.BeginAsync();
        var visit = await party.VisitAsync(request, new HttpRequestMessage(HttpMethod.Post, request.Url.Split('?')[0]) { Content = new FormUrlEncodedContent(request.Parameters) });
        var code = await party.ReceiveAsync(visit);
        Assert.NotEmpty(code);
        await party.AskAsync("redeem", new { request.SignIn, World.Skew });
    }

    [Module("oidcc-ensure-request-with-valid-pkce-succeeds", "a request with an S256 challenge, redeemed with its verifier, succeeds")]
    public async Task EnsureRequestWithValidPkceSucceeds()
    {
        using var party = new Party(World, "conformance-1", responseMode) { Pkce = true };
        var tokens = await party.SignInAsync();
        Assert.Equal("S256", tokens.Visit.Request.Parameters["code_challenge_method"]);
    }

    [Module("oidcc-ensure-request-with-unknown-parameter-succeeds", "a parameter that nobody knows changes nothing")]
    public async Task EnsureRequestWithUnknownParameterSucceeds()
    {
        using var party = NewParty();
        await party.SignInAsync(("extra", "foobar"));
    }

    [Module("oidcc-refresh-token", "two clients renew: tokens of the same patron, issuer, audience and auth_time; and neither takes the other's refresh token")]
    public async Task RefreshToken()
    {
        using var first = NewParty();
        await RenewAsync(first);
        using var second = World.Party(responseMode, "conformance-2");
        var fault = await RefusedRenewalAsync(first, await RenewAsync(second));
        Assert.Equal("invalid_grant", fault.Error);
    }

    /// <returns>The refresh token that came with the renewal.</returns>
    private static async Task<string> RenewAsync(Party party)
    {
        var tokens = await party.SignInAsync(("scope", "openid offline_access"), ("prompt", "consent"));
        var token = tokens.Response.GetProperty("refresh_token").GetString()!;
        Assert.All(token, c => Assert.InRange(c, '!', '~'));
        var renewed = await party.AskAsync("refresh", new { token });
        foreach (var name in new[] { "iss", "sub", "aud", "azp", "auth_time", "acr" })
            Assert.Equal(tokens.Claims.GetProperty(name).ToString(), renewed.GetProperty("claims").GetProperty(name).ToString());
        Assert.True(renewed.GetProperty("claims").GetProperty("iat").GetInt64() >= tokens.Claims.GetProperty("iat").GetInt64());
        await party.AskAsync("userinfo", new { Token = renewed.GetProperty("tokens").GetProperty("access_token").GetString(), How = "get", tokens.Subject });
        return renewed.GetProperty("tokens").GetProperty("refresh_token").GetString()!;
    }

    private static Task<PeerFaultException> RefusedRenewalAsync(Party party, string token) =>
        Assert.ThrowsAsync<PeerFaultException>(() => party.AskAsync("refresh", new { token }));

    private async Task AssertRefusedAgainAsync(Party party, Tokens tokens)
    {
        var again = await party.AskAsync("redeemAgain", new { tokens.Visit.Request.SignIn, World.Skew });
        Assert.Equal((400, "invalid_grant"), (again.GetProperty("status").GetInt32(), again.GetProperty("error").GetString()));
    }

    private static void AssertErrorPage(Visit visit)
    {
        Assert.Equal((HttpStatusCode.BadRequest, null), (visit.End.Status, visit.End.Location));
        Assert.Contains("<main", visit.End.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"code\"", visit.End.Body, StringComparison.Ordinal);
    }
}
