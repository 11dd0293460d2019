using System.Text.Json;

namespace DigitalAccess.Web.Tests.Conformance;

/// <summary>What the client asks to know, and where it reads it. What it gets is in its contract: here the library alone.</summary>
public abstract partial class BasicModules
{
    [Module("oidcc-userinfo-get", "GET with the token in the header: JSON about the same sub")]
    public Task UserInfoGet() => AssertUserInfoAsync("get");

    [Module("oidcc-userinfo-post-header", "POST with the token in the header: JSON about the same sub")]
    public Task UserInfoPostHeader() => AssertUserInfoAsync("post");

    [Module("oidcc-userinfo-post-body", "POST with the token in the form: JSON about the same sub")]
    public Task UserInfoPostBody() => AssertUserInfoAsync("body");

    [Module("oidcc-scope-profile", "the scope is no error and releases nothing beyond the contract (the Foundation's suite warns)")]
    public Task ScopeProfile() => AssertOnlyTheContractAsync("openid profile");

    [Module("oidcc-scope-email", "the scope is no error and releases nothing beyond the contract (the Foundation's suite warns)")]
    public Task ScopeEmail() => AssertOnlyTheContractAsync("openid email");

    [Module("oidcc-scope-address", "the scope is no error and releases nothing beyond the contract (the Foundation's suite warns)")]
    public Task ScopeAddress() => AssertOnlyTheContractAsync("openid address");

    [Module("oidcc-scope-phone", "the scope is no error and releases nothing beyond the contract (the Foundation's suite warns)")]
    public Task ScopePhone() => AssertOnlyTheContractAsync("openid phone");

    [Module("oidcc-scope-all", "all scopes together are no error and release nothing beyond the contract (the Foundation's suite warns)")]
    public Task ScopeAll() => AssertOnlyTheContractAsync("openid email phone address profile");

    [Module("oidcc-alternate-happy-flow", "scopes and parameters in the opposite order make no difference")]
    public async Task AlternateHappyFlow()
    {
        using var party = new Party(World, "conformance-1", responseMode) { Backwards = true };
        await party.SignInAsync(("scope", "email openid"));
    }

    [Module("oidcc-claims-essential", "an essential claim is no error; outside the contract it is left out (the Foundation's suite warns)")]
    public Task ClaimsEssential() => AssertOnlyTheContractAsync("openid", ("claims", """{"userinfo":{"name":{"essential":true},"library":{"essential":true}}}"""));

    private async Task AssertUserInfoAsync(string how)
    {
        using var party = NewParty();
        var tokens = await party.SignInAsync();
        Assert.Equal("habo", (await party.UserInfoAsync(tokens, how)).GetProperty("library").GetString());
    }

    private async Task AssertOnlyTheContractAsync(string scope, params (string, string?)[] ask)
    {
        using var party = NewParty();
        var tokens = await party.SignInAsync([("scope", scope), .. ask]);
        Assert.Equal(["library"], Personal(tokens.Claims));
        Assert.Equal(["library"], Personal(await party.UserInfoAsync(tokens)));
    }

    /// <summary>The claims that are about the patron and no part of the protocol.</summary>
    private static IEnumerable<string> Personal(JsonElement claims) => claims.EnumerateObject().Select(c => c.Name)
        .Except(["acr", "amr", "at_hash", "aud", "auth_time", "azp", "exp", "iat", "iss", "jti", "nbf", "nonce", "sid", "sub"]);
}
