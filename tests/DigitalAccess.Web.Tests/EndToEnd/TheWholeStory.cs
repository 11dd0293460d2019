using System.Text.RegularExpressions;
using DigitalAccess.Demo;
using DigitalAccess.Web.Tests.Support;
using DigitalAccess.Web.Worker;
using Hangfire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DigitalAccess.Web.Tests.EndToEnd;

/// <summary>A library card opens a newspaper kiosk, and the library sees it: in a real browser, from end to end.</summary>
public sealed class TheWholeStory(DemoFixture fixture)
{
    private const string Counted =
        """
        select coalesce(sum(d.launches), 0)::int from usage_day d join library l on l.id = d.library_id join resource r on r.id = d.resource_id
        where l.slug = 'habo' and r.slug = 'nyhetskiosken'
        """;

    /// <summary>Of these days only: meanwhile the worker may drop the demo's months that have had their time.</summary>
    private const string Events =
        """
        select count(*)::int from usage_event e join library l on l.id = e.library_id join resource r on r.id = e.resource_id
        where l.slug = 'habo' and r.slug = 'nyhetskiosken' and e.refusal is null and e.day >= current_date - 1
        """;

    [Theory]
    [InlineData("sv-SE", false, true)]
    [InlineData("en-GB", false, true)]
    [InlineData("sv-SE", true, true)]
    [InlineData("en-GB", true, false)]
    [InlineData("sv-SE", false, false)]
    public async Task A_card_from_Habo_opens_the_kiosk_and_the_launch_stands_on_Habos_dashboard(string locale, bool phone, bool javaScript)
    {
        var demo = await fixture.DemoAsync();
        var (before, counted) = (await ScalarAsync(demo, Events), await ScalarAsync(demo, Counted));
        await using var window = await fixture.WindowAsync(locale, phone, javaScript);
        var page = await window.NewPageAsync();
        var swedish = locale.StartsWith("sv", StringComparison.Ordinal);

        await page.GotoAsync(demo.Addresses.Kiosk.AbsoluteUri);
        await page.ClickAsync("#library-login");
        await Expect(page.Locator("h1")).ToHaveTextAsync(swedish ? "Välj ditt bibliotek" : "Choose your library");
        await page.Locator("main").GetByText("Habo bibliotek").First.ClickAsync();
        await page.FillAsync("[name=card]", demo.Ilss["habo"].Patron("Adult").Card);
        await page.FillAsync("[name=pin]", demo.Ilss["habo"].Patron("Adult").Pin);
        await page.Locator("form:has([name=pin]) button[type=submit], form:has([name=pin]) button:not([type])").First.ClickAsync();

        await page.WaitForURLAsync(new Regex($"^{Regex.Escape(demo.Addresses.Kiosk.AbsoluteUri)}"));
        await Expect(page.Locator("#signed-in")).ToBeVisibleAsync();
        await Expect(page.Locator("#library")).ToContainTextAsync("habo", new() { IgnoreCase = true });

        await ReturnsToThePortalAndSignsOutAsync(page, demo, swedish);
        Assert.Equal(before + 1, await ScalarAsync(demo, Events));
        await CountedAsync(demo, counted + 1);
    }

    [Fact]
    public async Task Staff_sign_in_with_password_and_code_and_see_the_months_figures()
    {
        var demo = await fixture.DemoAsync();
        await using var window = await fixture.WindowAsync();
        var page = await window.NewPageAsync();
        await page.GotoAsync(new Uri(demo.Addresses.Broker, "staff").AbsoluteUri);
        await page.FillAsync("input[type=email]", "habo@example.se");
        await page.FillAsync("input[type=password]", demo.Secrets.StaffPassword);
        await page.Keyboard.PressAsync("Enter");
        await page.FillAsync("input[autocomplete=one-time-code]", OneTimeCode.At(demo.Secrets.TotpSecret, TimeProvider.System.GetUtcNow()));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(new Regex("/staff/usage/habo"));
        await Expect(page.Locator("table").First).ToBeVisibleAsync();
        await Expect(page.Locator("[data-chart] canvas, [data-chart] svg").First).ToBeVisibleAsync();
    }

    private static async Task ReturnsToThePortalAndSignsOutAsync(IPage page, DemoHost demo, bool swedish)
    {
        await page.GotoAsync(demo.Addresses.Broker.AbsoluteUri);
        await Expect(page.Locator("h1")).ToContainTextAsync("Habo bibliotek");
        await page.GotoAsync(new Uri(demo.Addresses.Broker, "signout").AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = swedish ? "Ja, logga ut" : "Yes, sign out" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync(swedish ? "Du är utloggad" : "You are signed out");
    }

    /// <summary>The worker's roll-up comes each minute; the test does not wait for the minute, but for the worker.</summary>
    private static async Task CountedAsync(DemoHost demo, int launches)
    {
        demo.Services.GetRequiredService<IRecurringJobManager>().Trigger(RollUpUsageJob.Id);
        await Eventually.HoldsAsync(async () => await ScalarAsync(demo, Counted) >= launches, $"{launches} launches are counted", seconds: 150);
        Assert.Equal(launches, await ScalarAsync(demo, Counted));
    }

    private static async Task<int> ScalarAsync(DemoHost demo, string sql)
    {
        await using var connection = new Npgsql.NpgsqlConnection(demo.ConnectionString);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        return (int)(await command.ExecuteScalarAsync())!;
    }
}
