using System.Net;
using System.Text.Json;
using DigitalAccess.Web.Tests.Support;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary>What the authorization endpoint must never accept, and where its errors may never go.</summary>
public sealed class RefusingBadRequests(HaboWorld world) : IClassFixture<HaboWorld>
{
    public static TheoryData<string> WrongRedirects =>
    [
        HaboWorld.Redirect + "/", HaboWorld.Redirect + "?x=1", HaboWorld.Redirect + "#f", HaboWorld.Redirect.ToUpperInvariant(),
        "https://a@b@evil.example/signin-oidc", "https://kiosk.example@evil.example/signin-oidc", "https://kiosk.example:444/signin-oidc",
        "http://kiosk.example/signin-oidc", "https://kiosk.example/x/../signin-oidc", "https://evil.example/signin-oidc", "javascript:alert(1)", "",
    ];

    [Theory]
    [InlineData("/connect/token", HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("/login/habo", HttpStatusCode.BadRequest)]
    public async Task A_body_that_is_too_long_is_its_senders_fault_and_no_error_of_ours(string address, HttpStatusCode status)
    {
        using var browser = world.App.Browser();
        var content = new FormUrlEncodedContent([new("grant_type", new string('A', 300 * 1024))]);
        var answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, address) { Content = content });
        Assert.Equal(status, answer.Status);
        Assert.DoesNotContain(world.App.Logs.Lines, line => line.Contains("unhandled exception", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_registered_redirect_address_gets_its_code()
    {
        using var browser = await world.SignedInAsync();
        Assert.True((await world.Client.AuthorizeAsync(browser, ("redirect_uri", HaboWorld.Redirect))).Query.ContainsKey("code"));
    }

    [Theory, MemberData(nameof(WrongRedirects))]
    [Trait("Case", "OIDC-001"), Trait("Case", "OIDC-003"), Trait("Case", "OIDC-005")]
    public async Task A_redirect_address_that_is_not_registered_to_the_letter_gets_a_page_and_no_redirect(string redirect)
    {
        using var browser = await world.SignedInAsync();
        var answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, world.Client.AuthorizeAddress(("redirect_uri", redirect))));
        AssertErrorPage(answer);
    }

    [Fact, Trait("Case", "OIDC-007")]
    public async Task A_redirect_address_sent_twice_leads_to_neither()
    {
        using var browser = await world.SignedInAsync();
        var address = world.Client.AuthorizeAddress() + "&redirect_uri=" + Uri.EscapeDataString("https://evil.example");
        var answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, address));
        AssertErrorPage(answer);
        Assert.Contains("invalid_request", answer.Text, StringComparison.Ordinal);
    }

    [Fact, Trait("Case", "OIDC-009")]
    public async Task An_error_is_never_sent_to_an_address_that_was_not_checked()
    {
        using var browser = await world.SignedInAsync();
        var answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get,
            world.Client.AuthorizeAddress(("response_type", "bogus"), ("redirect_uri", "https://evil.example/steal"))));
        AssertErrorPage(answer);
    }

    [Fact]
    public async Task An_unknown_client_gets_a_page_that_names_the_error()
    {
        using var browser = world.App.Browser();
        var answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, world.Client.AuthorizeAddress(("client_id", "nobody"))));
        AssertErrorPage(answer);
        Assert.Contains("The service sent you here in a wrong way", answer.Text, StringComparison.Ordinal);
    }

    [Fact, Trait("Case", "OIDC-011")]
    public async Task Prompt_none_without_a_session_answers_login_required_and_shows_no_page()
    {
        using var browser = world.App.Browser();
        var client = world.Client;
        var answer = await client.AuthorizeAsync(browser, ("prompt", "none"));
        Assert.Contains(answer.Status, new[] { HttpStatusCode.Found, HttpStatusCode.SeeOther });
        Assert.StartsWith(HaboWorld.Redirect + "?", answer.Location!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal("login_required", answer.Query["error"]);
        Assert.Equal(client.State, answer.Query["state"]);
        Assert.Equal(world.App.Origin.AbsoluteUri, answer.Query["iss"]);
        Assert.DoesNotContain(browser.Trail, u => u.AbsolutePath.StartsWith("/login", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("response_type", null, "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("request", "eyJhbGciOiJub25lIn0.e30.", "request_not_supported")]
    [InlineData("scope", "openid admin.dashboard", "invalid_scope")]
    [Trait("Case", "OIDC-013"), Trait("Case", "OIDC-015"), Trait("Case", "OIDC-049")]
    public async Task A_request_that_breaks_one_rule_is_answered_to_the_client_with_its_error_and_no_code(string parameter, string? value, string error)
    {
        using var browser = await world.SignedInAsync();
        await AssertRefusedToTheClientAsync(browser, error, (parameter, value));
    }

    [Fact, Trait("Case", "OIDC-033")]
    public async Task A_request_that_lies_elsewhere_is_refused_and_not_fetched()
    {
        using var watch = new OutboundWatch();
        await watch.AssertAwakeAsync();
        using var browser = await world.SignedInAsync();
        await AssertRefusedToTheClientAsync(browser, "request_uri_not_supported", ("request_uri", "http://169.254.169.254/latest/meta-data"));
        await AssertRefusedToTheClientAsync(browser, "request_uri_not_supported", ("request_uri", "https://evil.example/request.jwt"));
        Assert.False(watch.Saw(OutboundWatch.AsReported(IPAddress.Parse("169.254.169.254"))) || watch.Saw("evil.example"));
    }

    [Fact, Trait("Case", "OIDC-015")]
    public async Task Discovery_offers_S256_only_and_names_what_is_there()
    {
        using var browser = world.App.Browser();
        var document = JsonSerializer.Deserialize<JsonElement>((await browser.GetAsync("/.well-known/openid-configuration")).Body);
        Assert.Equal(["S256"], Texts(document, "code_challenge_methods_supported"));
        Assert.Equal(["code"], Texts(document, "response_types_supported"));
        Assert.Equal(["client_secret_basic", "client_secret_post", "private_key_jwt"], Texts(document, "token_endpoint_auth_methods_supported").Order(StringComparer.Ordinal));
        Assert.DoesNotContain("none", Texts(document, "token_endpoint_auth_signing_alg_values_supported"));
        Assert.Contains("ES256", Texts(document, "token_endpoint_auth_signing_alg_values_supported"));
        Assert.Equal(["pairwise"], Texts(document, "subject_types_supported"));
        Assert.Equal(["ES256", "RS256"], Texts(document, "id_token_signing_alg_values_supported").Order(StringComparer.Ordinal));
        Assert.Equal(["authorization_code", "client_credentials", "refresh_token"], Texts(document, "grant_types_supported").Order(StringComparer.Ordinal));
        Assert.True(document.GetProperty("authorization_response_iss_parameter_supported").GetBoolean());
        var keys = JsonSerializer.Deserialize<JsonElement>((await browser.GetAsync(document.GetProperty("jwks_uri").GetString()!)).Body).GetProperty("keys");
        Assert.Equal(["EC", "RSA"], keys.EnumerateArray().Select(k => k.GetProperty("kty").GetString()!).Order(StringComparer.Ordinal));
        Assert.All(keys.EnumerateArray(), key => Assert.False(key.TryGetProperty("d", out _)));
    }

    [Fact, Trait("Case", "OIDC-035")]
    public async Task A_state_of_64_kilobytes_is_refused_and_does_not_fill_the_log()
    {
        using var browser = await world.SignedInAsync();
        var answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, world.Client.AuthorizeAddress(("state", new string('A', 65536)))));
        Assert.Equal(HttpStatusCode.RequestUriTooLong, answer.Status);

        var posted = await browser.PostAsync("/connect/authorize", QueryHelpers.ParseQuery(new Uri(world.App.Origin, world.Client.AuthorizeAddress()).Query)
            .ToDictionary(p => p.Key, p => p.Key == "state" ? new string('A', 65536) : p.Value.ToString()));
        AssertErrorPage(posted);
        Assert.Contains("too long", posted.Text, StringComparison.Ordinal);
        Assert.False(await world.App.WithDbAsync(db => db.SignInTransactions.AnyAsync(t => t.Target.Length > 8192)));
        Assert.DoesNotContain(world.App.Logs.Lines.Concat(world.App.Logs.Ours), line => line.Contains(new string('A', 1024), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_that_comes_as_a_form_goes_on_as_an_address()
    {
        using var browser = await world.SignedInAsync();
        var client = world.Client;
        var fields = QueryHelpers.ParseQuery(new Uri(world.App.Origin, client.AuthorizeAddress()).Query).ToDictionary(p => p.Key, p => p.Value.ToString());
        var answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/connect/authorize") { Content = new FormUrlEncodedContent(fields) });
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        var back = await client.UntilAwayAsync(browser, answer);
        Assert.Equal(200, (await client.RedeemAsync(back.Query["code"])).Status);
    }

    [Fact]
    public async Task Without_the_scope_openid_nothing_is_asked_or_given()
    {
        using var browser = await world.SignedInAsync();
        await AssertRefusedToTheClientAsync(browser, "invalid_scope", ("scope", "profile"));
    }

    [Fact, Trait("Case", "OIDC-045")]
    public async Task A_foreign_host_name_never_reaches_the_discovery_document()
    {
        using var browser = world.App.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/openid-configuration") { Headers = { Host = "evil.example" } };
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        var answer = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);

        using var forwarded = new HttpRequestMessage(HttpMethod.Get, "/.well-known/openid-configuration");
        forwarded.Headers.Add("X-Forwarded-Host", "evil.example");
        var document = JsonSerializer.Deserialize<JsonElement>((await browser.SendAsync(forwarded)).Body);
        Assert.Equal(world.App.Origin.AbsoluteUri, document.GetProperty("issuer").GetString());
        Assert.All(document.EnumerateObject().Where(p => p.Name.EndsWith("_endpoint", StringComparison.Ordinal) || p.Name == "jwks_uri"),
            p => Assert.StartsWith(world.App.Origin.AbsoluteUri, p.Value.GetString(), StringComparison.Ordinal));
    }

    [Fact, Trait("Case", "OIDC-047")]
    public async Task Claims_that_are_not_in_the_contract_are_not_released_however_they_are_asked_for()
    {
        using var browser = await world.SignedInAsync();
        var client = world.Client;
        var code = await world.CodeAsync(client, browser,
            ("scope", "openid profile email"), ("claims", """{"id_token":{"birthdate":{"essential":true},"name":null}}"""));
        var token = await client.RedeemAsync(code);
        Assert.Equal(
            ["acr", "amr", "at_hash", "aud", "auth_time", "azp", "exp", "iat", "iss", "library", "nonce", "sid", "sub"],
            OidcClient.Payload(token.IdToken).EnumerateObject().Select(c => c.Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["aud", "iss", "library", "sub"],
            (await client.UserInfoAsync(token.AccessToken)).Claims.EnumerateObject().Select(c => c.Name).Order(StringComparer.Ordinal));
    }

    private async Task AssertRefusedToTheClientAsync(Browser browser, string error, (string, string?) change)
    {
        var client = world.Client;
        var answer = await client.AuthorizeAsync(browser, change);
        Assert.StartsWith(HaboWorld.Redirect + "?", answer.Location?.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(error, answer.Query["error"]);
        Assert.Equal(client.State, answer.Query["state"]);
        Assert.Equal(world.App.Origin.AbsoluteUri, answer.Query["iss"]);
        Assert.False(answer.Query.ContainsKey("code"));
    }

    private static IEnumerable<string> Texts(JsonElement document, string name) => document.GetProperty(name).EnumerateArray().Select(e => e.GetString()!);

    private static void AssertErrorPage(Answer answer)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Null(answer.Location);
        Assert.DoesNotContain("code=", answer.Body, StringComparison.Ordinal);
        Assert.Contains("<main", answer.Body, StringComparison.Ordinal);
    }
}
