using System.Net;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Staff;
using DigitalAccess.Web.Tests.Staff;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Hosting;

/// <summary>The cookies as they are set, attribute by attribute, and what a browser is told to keep of the pages behind them.</summary>
public sealed class Cookies(HaboWorld world) : IClassFixture<HaboWorld>
{
    private int _addresses;

    [Fact]
    public async Task The_patrons_session_ends_with_the_browser_and_the_device_is_known_for_half_a_year()
    {
        using var browser = world.App.Browser();
        var set = await SignInAsync(browser, shared: false);
        AssertGuarded(set[PatronSessions.CookieName]);
        Assert.DoesNotContain(set[PatronSessions.CookieName], IsLifetime);

        AssertGuarded(set["__Host-da_device"]);
        var expires = DateTimeOffset.Parse(set["__Host-da_device"].Single(IsLifetime)["expires=".Length..], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(expires - world.App.Clock.GetUtcNow(), TimeSpan.FromDays(179), TimeSpan.FromDays(181));
    }

    [Fact]
    public async Task On_a_shared_computer_only_the_session_is_set()
    {
        using var browser = world.App.Browser();
        Assert.Equal([PatronSessions.CookieName], (await SignInAsync(browser, shared: true)).Keys);
    }

    [Fact]
    public async Task The_staffs_cookies_end_with_the_browser()
    {
        await using var rig = await StaffRig.StartAsync(world.Cluster);
        var member = await rig.ReadyMemberAsync("anna");
        using var browser = rig.App.Browser();
        var form = (await browser.GetAsync("/staff/login")).FormWith(["Email"]);
        (form.Fields["Email"], form.Fields["Password"]) = (member.Email!, StaffRig.Password);
        var step = CookiesOf(await PostAsync(browser, form));
        var code = (await browser.GetAsync("/staff/code")).FormWith(["OneTimeCode"]);
        code.Fields["OneTimeCode"] = rig.Code();
        var session = CookiesOf(await PostAsync(browser, code));

        foreach (var cookie in new[] { step["__Host-da_staff_step"], session[StaffSessions.CookieName] })
        {
            AssertGuarded(cookie);
            Assert.DoesNotContain(cookie, IsLifetime);
        }
    }

    [Fact]
    public async Task A_device_knows_six_cards_and_forgets_the_one_that_it_has_not_seen_for_longest()
    {
        var ils = world.Ils;
        using var browser = world.App.Browser();
        var scenarios = new[] { "Adult", "Teen", "Child", "Senior", "OtherBranch", "ExpiresToday" };
        foreach (var scenario in scenarios)
            Assert.Equal("/", (await browser.GiveCardAsync("habo", ils.Patron(scenario).Card, ils.Patron(scenario).Pin)).Address.AbsolutePath);
        var seventh = ils.Patrons.First(p => p.Scenario is null);
        foreach (var scenario in scenarios)
            Assert.True(await KnowsAsync(browser, ils.Patron(scenario).Card), scenario);

        await browser.GiveCardAsync("habo", seventh.Card, seventh.Pin);
        Assert.True(await KnowsAsync(browser, seventh.Card));
        Assert.False(await KnowsAsync(browser, ils.Patron("Adult").Card));
        Assert.True(await KnowsAsync(browser, ils.Patron("Teen").Card));
        Assert.True(browser.Cookie("__Host-da_device")!.Length < 1024);
    }

    [Fact]
    public async Task Nothing_behind_a_login_is_kept_and_leaving_a_shared_computer_clears_what_was()
    {
        using var browser = world.App.Browser();
        await SignInAsync(browser, shared: true);
        foreach (var path in new[] { "/", "/signout", "/login/habo", "/refused" })
            Assert.Equal("no-store", (await browser.GetAsync(path)).Headers["Cache-Control"].Split(',')[0]);

        var form = (await browser.GetAsync("/signout")).FormWith([]);
        var left = await PostAsync(browser, form);
        Assert.Equal("\"cache\", \"cookies\", \"storage\"", left.Headers["Clear-Site-Data"]);
        Assert.Contains(CookiesOf(left)[PatronSessions.CookieName], a => a.StartsWith("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase));

        using var home = world.App.Browser();
        await SignInAsync(home, shared: false);
        Assert.False((await PostAsync(home, (await home.GetAsync("/signout")).FormWith([]))).Headers.ContainsKey("Clear-Site-Data"));
    }

    private async Task<Dictionary<string, string[]>> SignInAsync(Browser browser, bool shared)
    {
        var form = (await browser.GetAsync("/login/habo")).FormWith(["card", "pin"]);
        (form.Fields["card"], form.Fields["pin"]) = (world.Ils.Patron("Overdue").Card, world.Ils.Patron("Overdue").Pin);
        if (shared)
            form.Fields["shared"] = "true";
        var answer = await PostAsync(browser, form);
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        return CookiesOf(answer);
    }

    /// <summary>Asks the throttle's own eyes, as they would look at this browser's next request.</summary>
    private async Task<bool> KnowsAsync(Browser browser, string card)
    {
        using var stranger = world.App.Browser(from: $"192.0.2.{Interlocked.Increment(ref _addresses)}");
        stranger.SetCookie("localhost", "__Host-da_device", browser.Cookie("__Host-da_device")!);
        for (var i = 0; i < 4; i++)
            if ((await stranger.GiveCardAsync("habo", card, "0001")).Status == HttpStatusCode.TooManyRequests)
                return false;
        return true;
    }

    private static Task<Answer> PostAsync(Browser browser, (string Address, Dictionary<string, string> Fields) form) =>
        browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, form.Address) { Content = new FormUrlEncodedContent(form.Fields) });

    private static void AssertGuarded(string[] attributes)
    {
        foreach (var attribute in new[] { "httponly", "secure", "samesite=lax", "path=/" })
            Assert.Contains(attribute, attributes, StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain(attributes, a => a.StartsWith("domain", StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsLifetime(string attribute) =>
        attribute.StartsWith("expires=", StringComparison.OrdinalIgnoreCase) || attribute.StartsWith("max-age=", StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string[]> CookiesOf(Answer answer) =>
        answer.SetCookies.Select(c => c.Split(';', StringSplitOptions.TrimEntries)).ToDictionary(parts => parts[0].Split('=')[0], parts => parts[1..]);
}
