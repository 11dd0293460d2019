using System.Net;
using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.PatronLogin;

/// <summary>An ILS locks a card after some wrong PINs in a row. No stranger may bring that about, or use up the owner's own tries.</summary>
public sealed class SparingTheIlssOwnLock(HaboWorld world) : IClassFixture<HaboWorld>, IAsyncLifetime
{
    private readonly SimulatedIls _ils = SimulatedIls.Start(new SimulatedIlsOptions { LockAfter = 5, CardPrefix = "2352966" });
    private readonly string _library = $"spare-{Guid.NewGuid():N}"[..14];
    private int _addresses;

    private SimulatedPatron Adult => _ils.Patron("Adult");

    public async ValueTask InitializeAsync() => await world.App.Given.LibraryAsync(_library, _ils, l => l.AccessRules.IlsLocksAfter = 5);

    public ValueTask DisposeAsync() => _ils.DisposeAsync();

    [Fact]
    public async Task Hanging_up_once_the_PIN_is_on_its_way_gives_no_free_try()
    {
        _ils.Fault = Sip2Fault.DelayBy(TimeSpan.FromMilliseconds(300));
        for (var i = 0; i < 8; i++)
            await HangUpOnceAskedAsync();

        _ils.Fault = Sip2Fault.None;
        using var stranger = Elsewhere();
        Assert.Equal(HttpStatusCode.TooManyRequests, (await TryAsync(stranger, "0001")).Status);
        Assert.Equal(3, _ils.TriesOf(Adult.Card));
    }

    [Fact]
    public async Task Days_of_wrong_tries_never_add_up_to_the_lock()
    {
        for (var day = 0; day < 20; day++)
        {
            using var stranger = Elsewhere();
            await TryAsync(stranger, "0001");
            world.App.Clock.Advance(TimeSpan.FromHours(25));
        }

        Assert.Equal(3, _ils.TriesOf(Adult.Card));
    }

    [Fact]
    public async Task The_owners_own_browser_keeps_a_try_whatever_strangers_do()
    {
        using var owner = Elsewhere();
        Assert.Equal("/", (await TryAsync(owner, Adult.Pin)).Address.AbsolutePath);
        await owner.SubmitAsync(await owner.GetAsync("/signout"), []);
        var before = _ils.TriesOf(Adult.Card);
        for (var i = 0; i < 12; i++)
        {
            using var stranger = Elsewhere();
            await TryAsync(stranger, "0001");
            world.App.Clock.Advance(TimeSpan.FromMinutes(20));
        }

        Assert.Equal(3, _ils.TriesOf(Adult.Card) - before);
        Assert.Equal("/", (await TryAsync(owner, Adult.Pin)).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_neighbour_library_on_the_same_system_gives_no_further_tries()
    {
        var neighbours = new List<string> { _library };
        for (var i = 0; i < 3; i++)
        {
            neighbours.Add($"next-{Guid.NewGuid():N}"[..14]);
            await world.App.Given.LibraryAsync(neighbours[^1], _ils, l => l.AccessRules.IlsLocksAfter = 5);
        }

        foreach (var library in neighbours)
            for (var i = 0; i < 3; i++)
            {
                using var stranger = Elsewhere();
                await TryAsync(stranger, "0001", library);
            }

        Assert.Equal(3, _ils.TriesOf(Adult.Card));
    }

    [Fact]
    public async Task A_card_closed_for_days_is_the_librarys_to_open_and_the_page_says_so()
    {
        Answer page = null!;
        for (var i = 0; i < 5; i++)
        {
            using var stranger = Elsewhere();
            page = await TryAsync(stranger, "0001");
            world.App.Clock.Advance(TimeSpan.FromMinutes(20));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, page.Status);
        Assert.Contains("can open the login for your card at once", page.Notice, StringComparison.Ordinal);
    }

    /// <summary>Sends a wrong PIN and closes the connection as soon as the ILS has it, or once the broker has answered.</summary>
    private async Task HangUpOnceAskedAsync()
    {
        using var browser = Elsewhere();
        var form = (await browser.GetAsync($"/login/{_library}")).FormWith(["card", "pin"]);
        (form.Fields["card"], form.Fields["pin"]) = (Adult.Card, "0001");
        var before = _ils.PatronRequests;
        using var hangUp = new CancellationTokenSource();
        var answer = browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, form.Address) { Content = new FormUrlEncodedContent(form.Fields) }, hangUp.Token);
        while (_ils.PatronRequests == before && !answer.IsCompleted)
            await Task.Delay(10);
        await hangUp.CancelAsync();
        await Task.WhenAny(answer);
        world.App.Clock.Advance(TimeSpan.FromMinutes(20));
    }

    private Browser Elsewhere() => world.App.Browser(from: $"203.0.113.{Interlocked.Increment(ref _addresses)}");

    private async Task<Answer> TryAsync(Browser browser, string pin, string? library = null) =>
        await browser.SubmitAsync(await browser.GetAsync($"/login/{library ?? _library}"), new() { ["card"] = Adult.Card, ["pin"] = pin });
}
