using System.Net;
using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Releases;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary>A vendor that was registered to ask, or that asks itself, learns nothing before the patron has said yes.</summary>
public sealed class AskingForConsent(HaboWorld world) : IClassFixture<HaboWorld>
{
    [Fact]
    public async Task The_patron_is_asked_once_in_plain_words_and_goes_on()
    {
        var client = await ClientAsync(p => p.Releases = [AttributeRelease.Of(ReleaseSource.Library), AttributeRelease.Of(ReleaseSource.AgeBand)]);
        using var browser = await world.SignedInAsync();
        var page = await client.AuthorizeAsync(browser);
        Assert.Equal((HttpStatusCode.OK, "/consent"), (page.Status, page.Address.AbsolutePath));
        foreach (var words in new[] { "that you belong to Habo bibliotek", "whether you are a child, a youth or an adult", "your name", "your card number", "your PIN", "your date of birth" })
            Assert.Contains(words, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("stays signed in", page.Text, StringComparison.Ordinal);
        Assert.Contains($"form-action 'self' {OriginOf(client)}", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal(0, await LaunchesAsync(client));

        var answer = await SayAsync(client, browser, page, "yes");
        Assert.Equal(200, (await client.RedeemAsync(answer.Query["code"])).Status);
        Assert.Equal(1, await LaunchesAsync(client));
        Assert.NotEmpty(await world.CodeAsync(client, browser));
        using var again = await world.SignedInAsync();
        Assert.NotEmpty(await world.CodeAsync(client, again, ("prompt", "none")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("form_post")]
    public async Task A_no_is_told_to_the_vendor_and_neither_counted_nor_kept(string? mode)
    {
        var client = await ClientAsync();
        using var browser = await world.SignedInAsync();
        var answer = await SayAsync(client, browser, await client.AuthorizeAsync(browser, ("response_mode", mode)), "no");
        var told = mode is null ? answer.Query : answer.FormWith([]).Fields;
        Assert.Equal(("access_denied", "consent-declined", client.State, world.App.Origin.AbsoluteUri), (told["error"], told["error_description"], told["state"], told["iss"]));
        Assert.Equal(0, await LaunchesAsync(client));
        Assert.Equal("/consent", (await client.AuthorizeAsync(browser)).Address.AbsolutePath);
    }

    [Fact]
    public async Task Without_a_page_there_is_no_asking()
    {
        var client = await ClientAsync();
        using var browser = await world.SignedInAsync();
        var answer = await client.AuthorizeAsync(browser, ("prompt", "none"));
        Assert.Equal(("consent_required", client.State), (answer.Query["error"], answer.Query["state"]));
    }

    [Fact]
    public async Task A_vendor_that_asks_for_it_has_the_patron_asked_every_time()
    {
        var client = await ClientAsync(p => p.AsksConsent = false);
        using var browser = await world.SignedInAsync();
        for (var time = 0; time < 2; time++)
        {
            var page = await client.AuthorizeAsync(browser, ("prompt", "consent"));
            Assert.Equal("/consent", page.Address.AbsolutePath);
            Assert.True((await SayAsync(client, browser, page, "yes")).Query.ContainsKey("code"));
        }

        Assert.NotEmpty(await world.CodeAsync(client, browser));
    }

    [Theory]
    [InlineData("consent")]
    [InlineData("login consent")]
    public async Task A_pushed_request_asks_once_too_and_outlives_the_reading_of_the_page(string prompt)
    {
        var client = await ClientAsync();
        using var browser = await world.SignedInAsync();
        world.App.Clock.Advance(TimeSpan.FromSeconds(1));
        var pushed = await client.PushAsync(("prompt", prompt));
        var page = await client.AuthorizePushedAsync(browser, pushed.Body.GetProperty("request_uri").GetString()!);
        if (prompt.StartsWith("login", StringComparison.Ordinal))
        {
            var patron = world.Ils.Patron("Adult");
            world.App.Clock.Advance(TimeSpan.FromSeconds(1));
            page = await browser.GiveCardAsync(await browser.GetAsync(page.LinkStartingWith("/login/habo")), patron.Card, patron.Pin);
        }

        Assert.Equal("/consent", page.Address.AbsolutePath);
        world.App.Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.True((await SayAsync(client, browser, page, "yes")).Query.ContainsKey("code"));
    }

    [Fact]
    public async Task A_contract_that_asks_for_more_is_asked_about_anew_and_one_that_asks_for_less_is_not()
    {
        var client = await ClientAsync();
        using var browser = await world.SignedInAsync();
        await SayAsync(client, browser, await client.AuthorizeAsync(browser), "yes");
        await ContractAsync(client, ReleaseSource.Library, ReleaseSource.Municipality);
        var page = await client.AuthorizeAsync(browser);
        Assert.Contains("your municipality", page.Text, StringComparison.Ordinal);
        await SayAsync(client, browser, page, "yes");
        await ContractAsync(client, ReleaseSource.Municipality);
        Assert.NotEmpty(await world.CodeAsync(client, browser));
    }

    [Fact]
    public async Task Nobody_agrees_to_more_than_the_page_said()
    {
        var client = await ClientAsync();
        using var browser = await world.SignedInAsync();
        var page = await client.AuthorizeAsync(browser);
        await ContractAsync(client, ReleaseSource.Library, ReleaseSource.AgeBand);
        var next = await SayAsync(client, browser, page, "yes");
        Assert.Equal("/consent", next.Address.AbsolutePath);
        Assert.Contains("a child, a youth or an adult", next.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_wants_to_stay_signed_in_says_for_how_long()
    {
        var client = await ClientAsync(p =>
        {
            p.Grants = [GrantType.AuthorizationCode, GrantType.RefreshToken];
            p.Lifetimes = new() { OfflineAccess = 45 };
        });
        using var browser = await world.SignedInAsync();
        await SayAsync(client, browser, await client.AuthorizeAsync(browser), "yes");
        var page = await client.AuthorizeAsync(browser, ("scope", "openid offline_access"));
        Assert.Contains("stays signed in for at most 45 days", page.Text, StringComparison.Ordinal);
        var answer = await SayAsync(client, browser, page, "yes");
        Assert.NotNull((await client.RedeemAsync(answer.Query["code"])).RefreshToken);
    }

    /// <summary>A stranger who sends his own question to a patron gets no answer out of them.</summary>
    [Fact]
    public async Task A_question_belongs_to_the_session_that_was_asked_and_is_answered_once()
    {
        var client = await ClientAsync();
        using var stranger = await world.SignedInAsync();
        using var patron = await world.SignedInAsync("Senior");
        var page = await client.AuthorizeAsync(stranger);
        Assert.Equal("/", (await patron.GetAsync(page.Address.AbsoluteUri)).Address.AbsolutePath);
        using var nobody = world.App.Browser();
        Assert.NotEqual("/consent", (await nobody.GetAsync(page.Address.AbsoluteUri)).Address.AbsolutePath);

        var back = new Uri(world.App.Origin, $"{client.AuthorizeAddress()}&consent={page.Query["t"]}").PathAndQuery;
        Assert.Equal("/consent", (await client.UntilAwayAsync(stranger, await stranger.SendAsync(new(HttpMethod.Get, back)))).Address.AbsolutePath);
        Assert.True((await SayAsync(client, stranger, page, "yes")).Query.ContainsKey("code"));
        Assert.Equal("/", (await stranger.GetAsync(page.Address.AbsoluteUri)).Address.AbsolutePath);
        Assert.Equal("/consent", (await client.UntilAwayAsync(patron, await patron.SendAsync(new(HttpMethod.Get, back)))).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_form_without_its_token_answers_nothing()
    {
        var client = await ClientAsync();
        using var browser = await world.SignedInAsync();
        var page = await client.AuthorizeAsync(browser);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(page.Address.AbsoluteUri, new() { ["answer"] = "yes" })).Status);
        Assert.False(await world.App.WithDbAsync(db => db.PatronConsents.AnyAsync(c => c.ClientId == client.ClientId)));
    }

    [Fact]
    public async Task What_was_agreed_to_goes_with_the_account_and_an_open_question_with_the_session()
    {
        var client = await ClientAsync();
        using var browser = await world.SignedInAsync("Teen");
        await SayAsync(client, browser, await client.AuthorizeAsync(browser), "yes");
        await client.AuthorizeAsync(browser, ("prompt", "consent"));
        var account = await world.App.WithDbAsync(db => db.PatronConsents.Where(c => c.ClientId == client.ClientId).Select(c => c.PatronAccountId).SingleAsync());
        await world.App.WithDbAsync(db => db.PatronSessions.Where(s => s.PatronAccountId == account).ExecuteDeleteAsync());
        Assert.False(await world.App.WithDbAsync(db => db.ConsentQuestions.AnyAsync(q => q.ClientId == client.ClientId)));
        await world.App.WithDbAsync(db => db.PatronAccounts.Where(a => a.Id == account).ExecuteDeleteAsync());
        Assert.False(await world.App.WithDbAsync(db => db.PatronConsents.AnyAsync(c => c.ClientId == client.ClientId)));
    }

    private async Task<OidcClient> ClientAsync(Action<RelyingParty>? with = null)
    {
        var id = $"asks-{Guid.NewGuid():N}";
        var redirect = $"https://{id}.example/cb";
        await world.App.Given.LicenceAsync(await world.App.Given.OidcResourceAsync(id, redirect, p =>
        {
            p.AsksConsent = true;
            with?.Invoke(p);
        }));
        return new OidcClient(world.App, id, redirect);
    }

    private Task ContractAsync(OidcClient client, params ReleaseSource[] sources) => world.App.WithDbAsync(async db =>
    {
        (await db.RelyingParties.SingleAsync(p => p.ClientId == client.ClientId)).Releases = [.. sources.Select(AttributeRelease.Of)];
        await db.SaveChangesAsync();
    });

    /// <summary>Stops where the browser would leave for the vendor.</summary>
    private static async Task<Answer> SayAsync(OidcClient client, Browser browser, Answer page, string answer)
    {
        var (address, fields) = page.FormWith(["answer"]);
        fields["answer"] = answer;
        return await client.UntilAwayAsync(browser, await browser.SendAsync(new(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields) }));
    }

    private Task<int> LaunchesAsync(OidcClient client) => world.App.WithDbAsync(db =>
        (from e in db.UsageEvents join r in db.Resources on e.ResourceId equals r.Id where r.ClientId == client.ClientId select e).CountAsync());

    private static string OriginOf(OidcClient client) => $"https://{client.ClientId}.example";
}
