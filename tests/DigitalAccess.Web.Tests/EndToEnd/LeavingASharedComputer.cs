using System.Text.RegularExpressions;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DigitalAccess.Web.Tests.EndToEnd;

/// <summary>The page's countdown and the server's clock, moved together, in a real browser.</summary>
public sealed class LeavingASharedComputer(HaboWorld world, DemoFixture fixture) : IClassFixture<HaboWorld>
{
    [Fact]
    public async Task Who_presses_stay_in_the_countdown_stays_however_stale_the_servers_last_sign_of_life_was()
    {
        await using var window = await fixture.WindowAsync("en-GB");
        var page = await SignedInAsync(window);

        // Shown again within the minute in which the server writes nothing down.
        world.App.Clock.Advance(TimeSpan.FromSeconds(50));
        await page.ReloadAsync();
        await PassAsync(page, TimeSpan.FromSeconds(8 * 60 + 50));
        await StayAsync(page);
        await PassAsync(page, TimeSpan.FromMinutes(8));
        await page.ReloadAsync();

        await Expect(page.Locator("h1")).ToContainTextAsync("Habo bibliotek");
    }

    [Fact]
    public async Task The_page_leaves_before_the_session_has_ended()
    {
        await using var window = await fixture.WindowAsync("en-GB");
        var page = await SignedInAsync(window);
        world.App.Clock.Advance(TimeSpan.FromSeconds(50));
        await page.ReloadAsync();

        await PassAsync(page, TimeSpan.FromMinutes(9) + TimeSpan.FromSeconds(1));

        await page.WaitForURLAsync(new Regex("/signout$"));
        await Expect(page.Locator("h1")).ToHaveTextAsync("Do you want to sign out?");
    }

    [Fact]
    public async Task A_session_that_is_over_on_the_server_does_not_pretend_to_go_on()
    {
        await using var window = await fixture.WindowAsync("en-GB");
        var page = await SignedInAsync(window);
        await PassAsync(page, TimeSpan.FromMinutes(8));
        await world.App.WithDbAsync(db => db.PatronSessions.ExecuteDeleteAsync());

        await StayAsync(page);

        await page.WaitForURLAsync(new Regex(@"/signedout(\?id=[\w-]+)?$"));
    }

    /// <summary>Presses the button, and waits until the server has been told: only then may its clock go on.</summary>
    private static Task<IResponse> StayAsync(IPage page) => page.RunAndWaitForResponseAsync(
        () => page.GetByRole(AriaRole.Button, new() { Name = "Stay signed in" }).ClickAsync(), answer => answer.Request.Method == "HEAD");

    private async Task PassAsync(IPage page, TimeSpan time)
    {
        world.App.Clock.Advance(time);
        await page.Clock.RunForAsync((long)time.TotalMilliseconds);
    }

    private async Task<IPage> SignedInAsync(IBrowserContext window)
    {
        var page = await window.NewPageAsync();
        await page.Clock.InstallAsync();
        await page.GotoAsync(new Uri(world.App.Origin, "login/habo").AbsoluteUri);
        await page.FillAsync("[name=card]", world.Ils.Patron("Adult").Card);
        await page.FillAsync("[name=pin]", world.Ils.Patron("Adult").Pin);
        await page.CheckAsync("[name=shared]");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(world.App.Origin.AbsoluteUri);
        return page;
    }
}
