using DigitalAccess.Web.Tests.Support;
using DigitalAccess.Web.Usage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalAccess.Web.Tests.Usage;

/// <summary>From the door to the figure: who comes twice, by whichever way, is one visitor of the month, and another one of the next.</summary>
public sealed class OnePatronOneVisitor(HaboWorld world) : IClassFixture<HaboWorld>
{
    [Fact]
    public async Task Two_browsers_and_two_doors_of_one_patron_are_three_launches_and_one_visitor()
    {
        var lexicon = await world.App.Given.ResourceAsync("lexikon");
        await world.App.Given.LicenceAsync(lexicon, world.Habo);
        foreach (var scenario in new[] { "Adult", "Adult", "Senior" })
        {
            using var browser = await world.SignedInAsync(scenario);
            await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/launch/lexikon"));
            if (scenario == "Adult")
                await world.CodeAsync(world.Client, browser);
        }

        await world.App.WithAsync<UsageRollUp, bool>(async r =>
        {
            await r.RunAsync(CancellationToken.None);
            return true;
        });
        var launches = await world.App.WithDbAsync(db => db.UsageDays.ToDictionaryAsync(d => d.ResourceId, d => d.Launches));
        var visitors = await world.App.WithDbAsync(db => db.VisitorMonths.ToDictionaryAsync(m => m.ResourceId, m => m.Visitors));
        Assert.Equal((3, 2), (launches[lexicon.Id], launches[world.Kiosk.Id]));
        Assert.Equal((2, 1, 2), (visitors[lexicon.Id], visitors[world.Kiosk.Id], visitors[Guid.Empty]));
    }

    [Fact]
    public async Task A_visitor_key_is_the_same_all_month_on_every_node_and_another_in_the_next()
    {
        var (patron, other, month) = (Guid.NewGuid(), Guid.NewGuid(), new DateOnly(2031, 5, 1));
        await using var node = await BrokerApp.StartAsync(world.App.ConnectionString);
        var key = await KeyAsync(world.App, patron, month);
        Assert.Equal(key, await KeyAsync(world.App, patron, month));
        Assert.Equal(key, await KeyAsync(node, patron, month));
        Assert.NotEqual(key, await KeyAsync(world.App, other, month));
        Assert.NotEqual(key, await KeyAsync(world.App, patron, month.AddMonths(1)));
    }

    private static async Task<string> KeyAsync(BrokerApp app, Guid patron, DateOnly month) =>
        Convert.ToHexString(await app.Services.GetRequiredService<VisitorKeys>().ForAsync(patron, month, CancellationToken.None));
}
