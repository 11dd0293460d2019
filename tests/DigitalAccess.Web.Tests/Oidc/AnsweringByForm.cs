using System.Net;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary>OAuth 2.0 Form Post Response Mode: what many clients, Microsoft's among them, ask for unless told otherwise.</summary>
public sealed class AnsweringByForm(HaboWorld world) : IClassFixture<HaboWorld>
{
    [Fact]
    public async Task The_page_posts_the_code_to_the_client_and_to_nobody_else()
    {
        using var browser = await world.SignedInAsync();
        var client = world.Client;
        var page = await client.AuthorizeAsync(browser, ("response_mode", "form_post"));

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("You are being sent on", page.Heading);
        Assert.Contains("form-action 'self' https://kiosk.example https:;", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal("no-store", page.Headers["Cache-Control"]);
        var (address, fields) = page.FormWith(["code", "state", "iss"]);
        Assert.Equal(HaboWorld.Redirect, address);
        Assert.Equal((client.State, world.App.Origin.AbsoluteUri), (fields["state"], fields["iss"]));
        Assert.Equal(200, (await client.RedeemAsync(fields["code"])).Status);
    }

    [Fact]
    public async Task An_error_comes_by_form_too()
    {
        using var browser = world.App.Browser();
        var client = world.Client;
        var page = await client.AuthorizeAsync(browser, ("response_mode", "form_post"), ("prompt", "none"));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        var (address, fields) = page.FormWith(["error", "state"]);
        Assert.Equal((HaboWorld.Redirect, "login_required", client.State), (address, fields["error"], fields["state"]));
    }

    [Fact]
    public async Task What_a_client_sends_along_comes_back_as_text_and_not_as_markup()
    {
        using var browser = await world.SignedInAsync();
        var page = await world.Client.AuthorizeAsync(browser, ("response_mode", "form_post"), ("state", "\"><script>alert(1)</script>"));
        Assert.DoesNotContain("<script>alert", page.Body, StringComparison.Ordinal);
        Assert.Equal("\"><script>alert(1)</script>", page.FormWith(["state"]).Fields["state"]);
    }
}
