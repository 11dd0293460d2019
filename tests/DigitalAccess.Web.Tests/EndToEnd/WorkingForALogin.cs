using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.EndToEnd;

/// <summary>Attack mode in a real browser: its script does the work, whichever way the browser lets it, and the patron gets in without waiting.</summary>
public sealed class WorkingForALogin(HaboWorld world, DemoFixture browsers) : IClassFixture<HaboWorld>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_browser_solves_the_challenge_and_the_form_is_sent_when_it_is_solved(bool withoutWorkers)
    {
        await using var ils = SimulatedIls.Start(new SimulatedIlsOptions { CardPrefix = "2352962" });
        var library = $"work-{withoutWorkers}".ToLowerInvariant();
        var id = (await world.App.Given.LibraryAsync(library, ils)).Id;
        var now = world.App.Clock.GetUtcNow();
        await world.App.WithDbAsync(async db =>
        {
            db.LibraryAttackModes.Add(new LibraryAttackMode { LibraryId = id, StartedAt = now.AddMinutes(-1), EndsAt = now.AddMinutes(29) });
            await db.SaveChangesAsync();
        });
        await using var window = await browsers.WindowAsync("en-GB");
        if (withoutWorkers)
            await window.AddInitScriptAsync("delete window.Worker");
        var page = await window.NewPageAsync();
        await page.GotoAsync(new Uri(world.App.Origin, $"login/{library}").AbsoluteUri);
        await page.FillAsync("[name=card]", ils.Patron("Adult").Card);
        await page.FillAsync("[name=pin]", ils.Patron("Adult").Pin);
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForURLAsync(world.App.Origin.AbsoluteUri, new() { Timeout = 60_000 });
        Assert.Equal(1, ils.TriesOf(ils.Patron("Adult").Card));
    }
}
