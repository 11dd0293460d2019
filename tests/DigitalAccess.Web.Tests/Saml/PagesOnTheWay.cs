using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Tests.EndToEnd;
using DigitalAccess.Web.Tests.Support;
using Microsoft.Playwright;

namespace DigitalAccess.Web.Tests.Saml;

/// <summary>What a patron sees on the way to a vendor by SAML: the button, the page that carries the answer, and the page of a fault.</summary>
public sealed class PagesOnTheWay(SamlWorld world, DemoFixture browsers) : IClassFixture<SamlWorld>
{
    [Theory]
    [InlineData("sv-SE", true, false, "Öppna tile")]
    [InlineData("en-GB", false, true, "Open tile")]
    public async Task Are_accessible(string locale, bool phone, bool dark, string heading)
    {
        var party = new SamlParty(world.App, $"tile-{locale}".ToLowerInvariant());
        await world.PartyAsync(party, p => p.AllowsIdpInitiated = true);
        await using var window = await WindowAsync(locale, phone, dark, javaScript: true);
        var page = await window.NewPageAsync();
        await page.GotoAsync(new Uri(world.App.Origin, $"/open/{party.Slug}").AbsoluteUri);
        Assert.StartsWith(heading, await page.Locator("h1").InnerTextAsync(), StringComparison.Ordinal);
        await CheckAsync(page, phone);

        await page.GotoAsync($"{party.Sso()}?SAMLRequest=x");
        Assert.Contains("saml-malformed", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await CheckAsync(page, phone);
    }

    /// <summary>Without script it stands still and can be looked at.</summary>
    [Theory]
    [InlineData("sv-SE", true, false)]
    [InlineData("en-GB", false, true)]
    public async Task The_page_that_carries_the_answer_has_a_button_for_browsers_without_script(string locale, bool phone, bool dark)
    {
        await using var window = await WindowAsync(locale, phone, dark, javaScript: false);
        var page = await window.NewPageAsync();
        string? posted = null;
        await window.RouteAsync($"{world.Plain.Acs}", async route =>
        {
            posted = route.Request.PostData;
            await route.FulfillAsync(new() { Status = 200, ContentType = "text/html", Body = "<h1>in</h1>" });
        });
        await page.GotoAsync(SamlParty.Redirect(world.Plain.Sso(), world.Plain.Request(SamlParty.NewId()), "s"));
        Assert.Equal(locale == "sv-SE" ? "sv" : "en", await page.Locator("html").GetAttributeAsync("lang"));
        await page.ClickAsync("main button");
        await page.WaitForURLAsync(world.Plain.Acs);
        Assert.Contains("SAMLResponse=", posted, StringComparison.Ordinal);
        Assert.Contains("RelayState=s", posted, StringComparison.Ordinal);
    }

    private async Task<IBrowserContext> WindowAsync(string locale, bool phone, bool dark, bool javaScript)
    {
        using var browser = await world.Habo.SignedInAsync();
        var window = await browsers.WindowAsync(locale, phone, javaScript, dark, bypassCsp: javaScript);
        await window.AddCookiesAsync([new()
        {
            Name = PatronSessions.CookieName, Value = browser.Cookie(PatronSessions.CookieName)!, Url = $"https://{world.App.Origin.Authority}/", HttpOnly = true, Secure = true,
        }]);
        return window;
    }

    private static async Task CheckAsync(IPage page, bool phone)
    {
        await EveryPageIsAccessible.CheckAsync(page);
        if (phone)
            await page.SetViewportSizeAsync(320, 640);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), "wider than the window");
    }
}
