using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using DigitalAccess.Demo;
using Microsoft.Playwright;

namespace DigitalAccess.Web.Tests.EndToEnd;

/// <summary>axe finds nothing on any page, in light and dark, on a phone and on a desk; and no page is wider than a 320 pixel phone.</summary>
public sealed class EveryPageIsAccessible(DemoFixture fixture)
{
    private static readonly AxeRunOptions Wcag22 = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    [Theory]
    [InlineData("sv-SE", true, false)]
    [InlineData("en-GB", false, true)]
    public async Task Axe_finds_nothing_on_the_patrons_pages(string locale, bool phone, bool dark)
    {
        var demo = await fixture.DemoAsync();
        await using var window = await fixture.WindowAsync(locale, phone, dark: dark, bypassCsp: true);
        var page = await window.NewPageAsync();
        foreach (var path in new[] { "login", "login?q=zzz", "login/habo", "accessibility", "signedout", "help/licence-ended", "no-such-page", "style" })
            await CheckAsync(page, new Uri(demo.Addresses.Broker, path));

        var habo = demo.Ilss["habo"];
        foreach (var (card, pin) in new[] { (habo.Patron("OtherBranch").Card, "0000"), (habo.Patron("Expired").Card, habo.Patron("Expired").Pin), (habo.Patron("Senior").Card, habo.Patron("Senior").Pin) })
        {
            await page.GotoAsync(new Uri(demo.Addresses.Broker, "login/habo").AbsoluteUri);
            await page.FillAsync("[name=card]", card);
            await page.FillAsync("[name=pin]", pin);
            await page.EvaluateAsync("window.before = true");
            await page.Keyboard.PressAsync("Enter");
            await page.WaitForFunctionAsync("!window.before && document.readyState === 'complete'");
            await CheckAsync(page);
        }

        foreach (var path in new[] { "", "?q=zzz", "launch/kartskapet", "signout" })
            await CheckAsync(page, new Uri(demo.Addresses.Broker, path));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Axe_finds_nothing_on_the_staffs_pages(bool phone, bool dark)
    {
        var demo = await fixture.DemoAsync();
        await using var window = await fixture.WindowAsync("sv-SE", phone, dark: dark, bypassCsp: true);
        var page = await window.NewPageAsync();
        await CheckAsync(page, new Uri(demo.Addresses.Broker, "staff/login"));
        var email = phone ? "jonkoping@example.se" : "region@example.se";
        await page.FillAsync("input[type=email]", email);
        await page.FillAsync("input[type=password]", demo.Secrets.StaffPassword);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("input[autocomplete=one-time-code]");
        await CheckAsync(page);
        await page.FillAsync("input[autocomplete=one-time-code]", OneTimeCode.At(demo.Secrets.TotpSecret, TimeProvider.System.GetUtcNow()));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(new Regex("/staff(/usage.*)?$"));
        foreach (var path in new[] { "staff/usage/jonkoping", "staff/card", "staff/receipt" })
            await CheckAsync(page, new Uri(demo.Addresses.Broker, path));
    }

    [Fact]
    public async Task No_page_scrolls_sideways_on_the_narrowest_phone()
    {
        var demo = await fixture.DemoAsync();
        await using var window = await fixture.WindowAsync(phone: true);
        var page = await window.NewPageAsync();
        await page.SetViewportSizeAsync(320, 640);
        foreach (var path in new[] { "login", "login/habo", "accessibility", "help/too-young", "signedout", "staff/login" })
        {
            await page.GotoAsync(new Uri(demo.Addresses.Broker, path).AbsoluteUri);
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 320"), $"{path} is wider than 320 pixels");
        }
    }

    private static async Task CheckAsync(IPage page, Uri? address = null)
    {
        if (address is not null)
            await page.GotoAsync(address.AbsoluteUri);
        var found = await page.RunAxe(Wcag22);
        Assert.True(found.Violations.Length == 0,
            $"{page.Url}: {string.Join("; ", found.Violations.Select(v => $"{v.Id} {v.Nodes[0].Html}"))}");
    }
}
