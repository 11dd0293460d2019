using DigitalAccess.Web.Logout;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DigitalAccess.Web.Tests.EndToEnd;

/// <summary>A patron who signs out in a real browser while a vendor is down sees that it is not closed, and then that it is.</summary>
public sealed class SeeingTheVendorsClose(LogoutStage stage, DemoFixture fixture) : IClassFixture<LogoutStage>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_page_changes_by_itself_when_the_vendor_is_back(bool javaScript)
    {
        var vendor = await stage.ToldAsync();
        vendor.Answers(503);
        await using var window = await fixture.WindowAsync("en-GB", phone: true, javaScript: javaScript);
        var page = await window.NewPageAsync();
        await page.GotoAsync(new Uri(stage.App.Origin, "login/habo").AbsoluteUri);
        await page.FillAsync("[name=card]", stage.Habo.Ils.Patron("Adult").Card);
        await page.FillAsync("[name=pin]", stage.Habo.Ils.Patron("Adult").Pin);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(stage.App.Origin.AbsoluteUri);

        await OpenAsync(window, vendor);
        await page.GotoAsync(new Uri(stage.App.Origin, "signout").AbsoluteUri);
        await page.ClickAsync("main button");
        await Expect(page.Locator(".farewell")).ToContainTextAsync("We go on trying");
        var address = page.Url;
        if (javaScript)
            await page.EvaluateAsync("window.here = true");

        vendor.Answers(200);
        stage.App.Clock.Advance(TimeSpan.FromSeconds(5));
        await stage.WorkAsync();
        await Expect(page.Locator(".farewell")).ToContainTextAsync("Closed. The service has signed you out.", new() { Timeout = 15_000 });
        await Expect(page.Locator("[role=status]")).ToContainTextAsync("have signed you out");
        Assert.Equal(address, page.Url);
        if (javaScript)
            Assert.True(await page.EvaluateAsync<bool>("window.here"));
    }

    [Fact]
    public async Task A_frame_reaches_the_vendor_under_the_pages_own_policy()
    {
        var asked = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var vendor = await stage.ToldAsync(p => (p.BackChannelLogoutUri, p.FrontChannelLogoutUri) = (null, "https://film.example/front"));
        await using var window = await fixture.WindowAsync("en-GB");
        await window.RouteAsync("https://*.example/**", route =>
        {
            if (route.Request.Url.Contains("/front", StringComparison.Ordinal))
                asked.TrySetResult(route.Request.Url);
            return route.FulfillAsync(new() { Body = "here" });
        });
        var page = await window.NewPageAsync();
        await page.GotoAsync(new Uri(stage.App.Origin, "login/habo").AbsoluteUri);
        await page.FillAsync("[name=card]", stage.Habo.Ils.Patron("Adult").Card);
        await page.FillAsync("[name=pin]", stage.Habo.Ils.Patron("Adult").Pin);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(stage.App.Origin.AbsoluteUri);
        await OpenAsync(window, vendor);
        await page.GotoAsync(new Uri(stage.App.Origin, "signout").AbsoluteUri);
        await page.ClickAsync("main button");
        Assert.Contains("sid=", await asked.Task.WaitAsync(TimeSpan.FromSeconds(10)), StringComparison.Ordinal);
    }

    /// <summary>The vendor's part is played by the test: it leads back to our page, as a vendor does.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_browser_is_led_to_a_vendor_that_only_a_visit_signs_out_and_back(bool javaScript)
    {
        var id = OpaqueId.Create();
        var outbox = stage.App.Services.GetRequiredService<LogoutOutbox>();
        await stage.App.WithDbAsync(db =>
        {
            db.LogoutNotices.Add(outbox.Make(OpaqueId.Hash(id), false, new EndedSignIn(Guid.NewGuid(), "Filmhyllan", "subject"), LogoutWay.InTurn));
            return db.SaveChangesAsync();
        });
        var address = new Uri(stage.App.Origin, $"signedout?id={id}").AbsoluteUri;
        await using var window = await fixture.WindowAsync("en-GB", javaScript: javaScript);
        await window.RouteAsync("**/signedout/next?**", async route =>
        {
            if (await outbox.TakeNextInTurnAsync(OpaqueId.Hash(id), CancellationToken.None) is { } notice)
                await outbox.AnsweredAsync(notice.Id, closed: true, fault: null, CancellationToken.None);
            await route.FulfillAsync(new() { ContentType = "text/html", Body = $"<meta http-equiv=refresh content='0;url={address}'>" });
        });
        var page = await window.NewPageAsync();
        await page.GotoAsync(address);
        await Expect(page.Locator(".farewell")).ToContainTextAsync("Closed. The service has signed you out.", new() { Timeout = 15_000 });
        await Expect(page.Locator("[data-farewell-on]")).ToHaveCountAsync(0);
    }

    /// <summary>In a window of its own. The vendor's site is nowhere; that it was sent a code is enough.</summary>
    private async Task OpenAsync(IBrowserContext window, ToldVendor vendor)
    {
        var page = await window.NewPageAsync();
        await Assert.ThrowsAsync<PlaywrightException>(
            () => page.GotoAsync(new Uri(stage.App.Origin, new OidcClient(stage.App, vendor.Id, vendor.Redirect).AuthorizeAddress()).AbsoluteUri));
        await page.CloseAsync();
    }
}
