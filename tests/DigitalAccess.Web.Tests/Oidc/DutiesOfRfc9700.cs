using System.Net;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary>What RFC 9700 demands of an authorization server and no other class shows; docs/conformance.md names the rest.</summary>
public sealed class DutiesOfRfc9700(HaboWorld world) : IClassFixture<HaboWorld>
{
    [Fact]
    public async Task A_code_that_was_bound_to_a_challenge_needs_its_verifier()
    {
        using var browser = await world.SignedInAsync();
        var client = world.Client;
        var answer = await client.RedeemAsync(await world.CodeAsync(client, browser), ("code_verifier", null));
        Assert.Contains(answer.Error, new[] { "invalid_grant", "invalid_request" });
    }

    [Theory]
    [InlineData("token")]
    [InlineData("id_token")]
    [InlineData("code token")]
    [InlineData("code id_token")]
    [InlineData("none")]
    public async Task Nothing_but_a_code_comes_through_the_browser(string responseType)
    {
        using var browser = await world.SignedInAsync();
        var answer = await world.Client.AuthorizeAsync(browser, ("response_type", responseType));
        Assert.StartsWith(HaboWorld.Redirect + "?", answer.Location?.AbsoluteUri, StringComparison.Ordinal);
        Assert.Contains(answer.Query["error"], new[] { "unsupported_response_type", "unauthorized_client" });
    }

    [Fact]
    public async Task No_client_sees_a_PIN_and_none_has_an_access_of_its_own()
    {
        var patron = world.Ils.Patron("Adult");
        foreach (var (grant, error) in new[] { ("password", "unsupported_grant_type"), ("client_credentials", "unauthorized_client") })
        {
            var answer = await world.Client.TokenAsync(new()
            {
                ["grant_type"] = grant, ["username"] = patron.Card, ["password"] = patron.Pin, ["client_id"] = "kiosk", ["client_secret"] = Given.ClientSecret,
            });
            Assert.Equal(error, answer.Error);
        }
    }

    [Fact]
    public async Task Card_and_PIN_are_never_sent_on_by_a_redirect_that_keeps_the_form()
    {
        using var browser = world.App.Browser();
        var client = world.Client;
        var form = await client.AuthorizeAsync(browser, ("login_hint", "library:habo"));
        var patron = world.Ils.Patron("Adult");
        var (address, fields) = form.FormWith(["card", "pin"]);
        (fields["card"], fields["pin"]) = (patron.Card, patron.Pin);
        var statuses = new List<HttpStatusCode>();
        var answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields) });
        for (; answer.Location is { } next; answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, next)))
        {
            statuses.Add(answer.Status);
            if (next.Host != world.App.Origin.Host)
                break;
        }

        Assert.Equal(HttpStatusCode.SeeOther, statuses[0]);
        Assert.All(statuses, status => Assert.Contains(status, new[] { HttpStatusCode.SeeOther, HttpStatusCode.Found }));
        Assert.Equal("kiosk.example", answer.Location!.Host);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("OPTIONS")]
    public async Task No_script_of_another_origin_reads_what_the_authorization_endpoint_answers(string method)
    {
        using var browser = await world.SignedInAsync();
        var request = new HttpRequestMessage(new HttpMethod(method), world.Client.AuthorizeAddress());
        request.Headers.Add("Origin", "https://kiosk.example");
        request.Headers.Add("Access-Control-Request-Method", "GET");
        var answer = await browser.SendAsync(request);
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_token_is_for_one_client_and_tells_the_others_nothing()
    {
        using var browser = await world.SignedInAsync();
        var client = world.Client;
        var token = await client.RedeemAsync(await world.CodeAsync(client, browser));
        Assert.Equal("kiosk", OidcClient.Payload(token.IdToken).GetProperty("aud").GetString());
        Assert.Equal(401, (await client.UserInfoAsync(token.IdToken)).Status);
    }
}
