using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace DigitalAccess.Web.Tests.EndToEnd;

/// <summary>The demonstration's language courses know neither OpenID Connect nor SAML; their API begins the session.</summary>
public sealed class OpeningByTheVendorsApi(DemoFixture fixture)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_link_to_the_courses_leads_through_the_login_and_into_them_and_works_once(bool javaScript)
    {
        var demo = await fixture.DemoAsync();
        await using var window = await fixture.WindowAsync("sv-SE", phone: true, javaScript);
        var page = await window.NewPageAsync();
        var patron = demo.Ilss["habo"].Patron("Adult");
        await page.GotoAsync(new Uri(demo.Addresses.Broker, "launch/sprakvagen?library=habo").AbsoluteUri);
        await page.FillAsync("[name=card]", patron.Card);
        await page.FillAsync("[name=pin]", patron.Pin);
        await page.Locator("form:has([name=pin]) button[type=submit], form:has([name=pin]) button:not([type])").First.ClickAsync();

        var start = new Regex($"^{Regex.Escape(demo.Addresses.Sites.AbsoluteUri)}site/sprakvagen/start/[0-9a-f]{{32}}$");
        await page.WaitForURLAsync(start);
        await Expect(page.Locator("#through-library")).ToContainTextAsync("Habo");
        Assert.Equal(404, (await page.APIRequest.GetAsync(page.Url)).Status);
    }
}
