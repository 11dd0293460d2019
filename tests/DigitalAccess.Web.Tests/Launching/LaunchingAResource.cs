using System.Net;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.Launching;

public sealed class LaunchingAResource(HaboWorld world) : IClassFixture<HaboWorld>
{
    [Fact]
    public async Task A_plain_link_opens_and_is_counted()
    {
        var resource = await PlainAsync("lexikon");
        using var browser = await world.SignedInAsync();
        var answer = await SendAsync(browser, "/launch/lexikon");
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Equal("https://vendor.example/lexikon", answer.Location!.AbsoluteUri);
        Assert.Equal(1, await EventsAsync(resource));
    }

    /// <summary>Nothing can be written down for a while; so nobody is sent on, granted or refused, at either door.</summary>
    [Fact]
    public async Task A_launch_that_cannot_be_counted_sends_nobody_on()
    {
        var (plain, refused) = (await PlainAsync("uncounted"), await world.App.Given.ResourceAsync("uncounted-refused"));
        using var browser = await world.SignedInAsync();
        await ExecuteAsync("alter table usage_event add constraint nothing_more check (false) not valid");
        try
        {
            foreach (var address in new[] { "/launch/uncounted", "/launch/uncounted-refused", world.Client.AuthorizeAddress() })
            {
                var answer = await SendAsync(browser, address);
                Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
                Assert.Null(answer.Location);
                Assert.Equal("Something went wrong", answer.Heading);
                Assert.DoesNotContain("vendor.example", answer.Body, StringComparison.Ordinal);
            }
        }
        finally
        {
            await ExecuteAsync("alter table usage_event drop constraint nothing_more");
        }

        Assert.Equal(0, await EventsAsync(plain) + await EventsAsync(refused));
        Assert.Equal("https://vendor.example/uncounted", (await SendAsync(browser, "/launch/uncounted")).Location!.AbsoluteUri);
    }

    [Fact]
    public async Task An_OpenID_Connect_resource_is_told_to_start_and_counted_once_when_it_comes_back()
    {
        using var browser = await world.SignedInAsync();
        var before = await EventsAsync(world.Kiosk);
        var answer = await SendAsync(browser, "/launch/kiosk");
        Assert.StartsWith("https://kiosk.example/login?", answer.Location!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(world.App.Origin.AbsoluteUri, answer.Query["iss"]);
        Assert.Equal("library:habo", answer.Query["login_hint"]);
        Assert.Equal(before, await EventsAsync(world.Kiosk));

        await world.CodeAsync(world.Client, browser);
        Assert.Equal(before + 1, await EventsAsync(world.Kiosk));
    }

    [Fact]
    public async Task The_same_request_sent_again_is_one_launch()
    {
        using var browser = await world.SignedInAsync();
        var before = await EventsAsync(world.Kiosk);
        var client = world.Client;
        var address = client.AuthorizeAddress();
        for (var i = 0; i < 3; i++)
            await SendAsync(browser, address);
        Assert.Equal(before + 1, await EventsAsync(world.Kiosk));
    }

    [Theory, Trait("Case", "LAUNCH-001")]
    [InlineData("open1", "?url=https://evil.example/")]
    [InlineData("open2", "?returnUrl=//evil.example&target=https://evil.example")]
    public async Task Nothing_in_the_address_decides_where_a_launch_leads(string slug, string query)
    {
        await PlainAsync(slug);
        using var browser = await world.SignedInAsync();
        Assert.Equal($"https://vendor.example/{slug}", (await SendAsync(browser, $"/launch/{slug}{query}")).Location!.AbsoluteUri);
    }

    [Theory, Trait("Case", "LAUNCH-005")]
    [InlineData("978-91-7002", "https://v.example/book/978-91-7002?from=library")]
    [InlineData("../../logout?x=", "https://v.example/book/..%2F..%2Flogout%3Fx%3D?from=library")]
    [InlineData("@evil.example", "https://v.example/book/%40evil.example?from=library")]
    [InlineData("//evil.example/#a", "https://v.example/book/%2F%2Fevil.example%2F%23a?from=library")]
    [InlineData("Åsa & Örjan", "https://v.example/book/%C3%85sa%20%26%20%C3%96rjan?from=library")]
    [InlineData("..", null)]
    [InlineData("a\r\nLocation: https://evil.example", null)]
    public async Task A_title_is_one_part_of_the_vendors_address_and_nothing_else(string title, string? leads)
    {
        var slug = $"titles-{Guid.NewGuid():N}";
        await PlainAsync(slug, r => r.TitleUrl = "https://v.example/book/{title}?from=library");
        using var browser = await world.SignedInAsync();
        var answer = await SendAsync(browser, $"/launch/{slug}?title={Uri.EscapeDataString(title)}");
        Assert.Equal((leads is null ? HttpStatusCode.NotFound : HttpStatusCode.SeeOther, leads), (answer.Status, answer.Location?.AbsoluteUri));
    }

    [Fact]
    public async Task A_title_survives_the_login_and_an_OpenID_Connect_vendor_is_told_of_it()
    {
        var slug = $"titled-{Guid.NewGuid():N}";
        await PlainAsync(slug, r => r.TitleUrl = "https://v.example/book/{title}");
        using var browser = world.App.Browser();
        var patron = world.Ils.Patron("Adult");
        var opening = await browser.GiveCardAsync(await browser.GetAsync($"/launch/{slug}?library=habo&title=a%2Fb"), patron.Card, patron.Pin);
        Assert.Equal("https://v.example/book/a%2Fb", (await SendAsync(browser, opening.LinkStartingWith("/launch/"))).Location!.AbsoluteUri);

        await world.App.WithDbAsync(db => db.Resources.Where(r => r.Slug == "kiosk").ExecuteUpdateAsync(u => u.SetProperty(r => r.TitleUrl, "https://kiosk.example/read/{title}")));
        Assert.Equal("https://kiosk.example/read/today", (await SendAsync(browser, "/launch/kiosk?title=today")).Query["target_link_uri"]);
    }

    /// <summary>The vendor begins its own sign-in, and the launch is counted when it comes back by that door.</summary>
    [Fact]
    public async Task A_vendor_by_SAML_is_told_which_library_and_begins_its_own_sign_in()
    {
        var slug = $"saml-{Guid.NewGuid():N}";
        var resource = await PlainAsync(slug, r => (r.AccessMethod, r.LaunchUrl, r.TitleUrl) =
            (AccessMethod.Saml, "https://film.example/login?idp={identityProvider}", "https://film.example/{title}?idp={identityProvider}"));
        using var browser = await world.SignedInAsync();
        var name = Uri.EscapeDataString($"{world.App.Origin.AbsoluteUri}saml/habo");
        Assert.Equal($"https://film.example/login?idp={name}", (await SendAsync(browser, $"/launch/{slug}")).Location!.OriginalString);
        Assert.Equal($"https://film.example/%7BidentityProvider%7D?idp={name}", (await SendAsync(browser, $"/launch/{slug}?title=%7BidentityProvider%7D")).Location!.OriginalString);
        Assert.Equal(0, await EventsAsync(resource));
    }

    /// <summary>The patron's address is nobody's proof of anything: many share one, some have none of the old kind.</summary>
    [Theory, Trait("Case", "LAUNCH-019")]
    [InlineData("2001:db8::17")]
    [InlineData("203.0.113.9")]
    public async Task A_vendor_is_told_nothing_of_the_patrons_address(string address)
    {
        using var browser = world.App.Browser(from: address);
        await world.SignInAsync(browser);
        var client = world.Client;
        var token = await client.RedeemAsync(await world.CodeAsync(client, browser));
        Assert.Equal(200, token.Status);
        var told = OidcClient.Payload(token.IdToken).ToString() + OidcClient.Payload(token.AccessToken) + (await client.UserInfoAsync(token.AccessToken)).Claims;
        Assert.DoesNotContain(address, told, StringComparison.Ordinal);
        Assert.DoesNotContain("ip", OidcClient.Payload(token.IdToken).EnumerateObject().Select(p => p.Name));
    }

    [Fact, Trait("Case", "LAUNCH-015")]
    public async Task A_link_without_a_session_asks_for_the_card_and_then_opens_the_resource()
    {
        var resource = await PlainAsync("deep");
        using var browser = world.App.Browser();
        var form = await browser.GetAsync("/launch/deep?library=habo");
        Assert.Equal(0, await EventsAsync(resource));
        var patron = world.Ils.Patron("Adult");
        var opening = await browser.GiveCardAsync(form, patron.Card, patron.Pin);
        Assert.Contains("/launch/deep", opening.Body, StringComparison.Ordinal);
        Assert.Equal("https://vendor.example/deep", (await SendAsync(browser, "/launch/deep")).Location!.AbsoluteUri);
    }

    [Fact, Trait("Case", "LAUNCH-003")]
    public async Task A_launch_is_a_link_and_nothing_else()
    {
        await PlainAsync("posted");
        using var browser = await world.SignedInAsync();
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await browser.PostAsync("/launch/posted", [])).Status);
    }

    [Fact, Trait("Case", "LAUNCH-013")]
    public async Task No_page_tells_the_next_one_where_the_patron_comes_from()
    {
        await PlainAsync("referrer");
        using var browser = await world.SignedInAsync();
        foreach (var path in new[] { "/", "/launch/referrer", "/login", "/accessibility" })
            Assert.Equal("no-referrer", (await SendAsync(browser, path)).Headers["Referrer-Policy"]);
    }

    [Fact]
    public async Task An_unknown_resource_is_a_page_that_says_so()
    {
        using var browser = await world.SignedInAsync();
        var page = await browser.GetAsync("/launch/no-such-thing");
        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Equal("There is no such page", page.Heading);
    }

    private async Task<Resource> PlainAsync(string slug, Action<Resource>? with = null)
    {
        var resource = await world.App.Given.ResourceAsync(slug, with: with);
        await world.App.Given.LicenceAsync(resource, world.Habo);
        return resource;
    }

    private Task<int> EventsAsync(Resource resource) => world.App.WithDbAsync(db => db.UsageEvents.CountAsync(e => e.ResourceId == resource.Id));

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new Npgsql.NpgsqlConnection(world.App.ConnectionString);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static Task<Answer> SendAsync(Browser browser, string address) => browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, address));
}
