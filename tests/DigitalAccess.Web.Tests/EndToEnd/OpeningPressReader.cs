using System.Text.RegularExpressions;
using DigitalAccess.Demo;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DigitalAccess.Web.Tests.EndToEnd;

/// <summary>A vendor by SAML in a real browser: from the tile to the greeting, and from either side out again.</summary>
public sealed class OpeningPressReader(DemoFixture fixture)
{
    [Theory]
    [InlineData("sv-SE", false, true)]
    [InlineData("en-GB", true, false)]
    public async Task A_tile_signs_the_patron_in_and_the_sign_out_here_closes_it_there(string locale, bool phone, bool javaScript)
    {
        var demo = await fixture.DemoAsync();
        await using var window = await fixture.WindowAsync(locale, phone, javaScript);
        var page = await SignedInAsync(demo, window);
        await OpenAsync(page, demo);
        await Expect(page.Locator("#library")).ToContainTextAsync("Habo");
        var told = (await page.Locator("#claims dt").AllTextContentsAsync()).Order(StringComparer.Ordinal);
        Assert.Equal(["identityProvider", "library", "sid", "sub"], told);

        await page.GotoAsync(new Uri(demo.Addresses.Broker, "signout").AbsoluteUri);
        await page.Locator("main form button").First.ClickAsync();
        if (!javaScript)
            await page.Locator("a[href^='/signedout/next']").First.ClickAsync();
        await Expect(page.Locator(".farewell")).ToContainTextAsync(locale == "sv-SE" ? "Stängd" : "Closed", new() { Timeout = 20_000 });
        Assert.StartsWith(new Uri(demo.Addresses.Broker, "signedout").AbsoluteUri, page.Url, StringComparison.Ordinal);

        await page.GotoAsync(demo.Addresses.Press.AbsoluteUri);
        await Expect(page.Locator("#library-login")).ToBeVisibleAsync();
        await Expect(page.Locator("#signed-in")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_sign_out_there_ends_the_session_here()
    {
        var demo = await fixture.DemoAsync();
        await using var window = await fixture.WindowAsync("en-GB");
        var page = await SignedInAsync(demo, window);
        await OpenAsync(page, demo);
        await page.ClickAsync("form[action='/logout'] button");
        await page.WaitForURLAsync(demo.Addresses.Press.AbsoluteUri);
        await Expect(page.Locator("#library-login")).ToBeVisibleAsync();
        await page.GotoAsync(demo.Addresses.Broker.AbsoluteUri);
        await Expect(page.Locator("h1")).ToHaveTextAsync("Choose your library");
    }

    [Fact]
    public async Task Whoever_begins_at_the_vendor_says_which_library_and_signs_in_there()
    {
        var demo = await fixture.DemoAsync();
        await using var window = await fixture.WindowAsync("en-GB");
        var page = await window.NewPageAsync();
        await page.GotoAsync(demo.Addresses.Press.AbsoluteUri);
        await page.ClickAsync("#library-login");
        await page.GetByText("Habo bibliotek").ClickAsync();
        await GiveCardAsync(page, demo);
        await page.WaitForURLAsync(demo.Addresses.Press.AbsoluteUri);
        await Expect(page.Locator("#library")).ToContainTextAsync("Habo");
    }

    private static async Task<IPage> SignedInAsync(DemoHost demo, IBrowserContext window)
    {
        var page = await window.NewPageAsync();
        await page.GotoAsync(new Uri(demo.Addresses.Broker, "login/habo").AbsoluteUri);
        await GiveCardAsync(page, demo);
        await page.WaitForURLAsync(demo.Addresses.Broker.AbsoluteUri);
        return page;
    }

    private static async Task GiveCardAsync(IPage page, DemoHost demo)
    {
        await page.FillAsync("[name=card]", demo.Ilss["habo"].Patron("Adult").Card);
        await page.FillAsync("[name=pin]", demo.Ilss["habo"].Patron("Adult").Pin);
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>By the tile, whose link goes by our own address. Without scripts, the answer's form has a button.</summary>
    private static async Task OpenAsync(IPage page, DemoHost demo)
    {
        var tile = page.Locator("a[href*='launch/pressreader']").First;
        await page.GotoAsync(new Uri(demo.Addresses.Broker, await tile.GetAttributeAsync("href") ?? "").AbsoluteUri);
        if (page.Url.StartsWith(demo.Addresses.Broker.AbsoluteUri, StringComparison.Ordinal) && await page.Locator("main form button").CountAsync() > 0)
            await page.Locator("main form button").First.ClickAsync();
        await page.WaitForURLAsync(FrontOf(demo));
        await Expect(page.Locator("#signed-in")).ToBeVisibleAsync();
    }

    private static Regex FrontOf(DemoHost demo) => new($"^{Regex.Escape(demo.Addresses.Press.AbsoluteUri)}$");
}
