using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.PatronLogin;

public sealed class SessionsEnd(HaboWorld world) : IClassFixture<HaboWorld>
{
    [Theory, Trait("Case", "LOGIN-015")]
    [InlineData(false, 29, true)]
    [InlineData(false, 31, false)]
    [InlineData(true, 9, true)]
    [InlineData(true, 11, false)]
    public async Task An_idle_session_ends_sooner_on_a_shared_computer(bool shared, int minutes, bool alive)
    {
        using var browser = await SignedInAsync(shared);
        world.App.Clock.Advance(TimeSpan.FromMinutes(minutes));
        Assert.Equal(alive, await browser.IsSignedInAsync());
    }

    [Theory]
    [InlineData(false, 8 * 60)]
    [InlineData(true, 60)]
    public async Task However_busy_the_patron_is_a_session_has_an_absolute_end(bool shared, int minutes)
    {
        using var browser = await SignedInAsync(shared);
        for (var passed = 0; passed < minutes - 8; passed += 8)
        {
            world.App.Clock.Advance(TimeSpan.FromMinutes(8));
            Assert.True(await browser.IsSignedInAsync(), $"ended after {passed + 8} minutes");
        }

        world.App.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.False(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task A_new_login_gets_a_new_id_and_ends_the_old_one()
    {
        using var browser = await SignedInAsync(shared: false);
        var old = browser.Cookie(PatronSessions.CookieName)!;
        await world.SignInAsync(browser);
        Assert.NotEqual(old, browser.Cookie(PatronSessions.CookieName));

        using var thief = world.App.Browser();
        thief.SetCookie("localhost", PatronSessions.CookieName, old);
        Assert.False(await thief.IsSignedInAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_made_up_cookie_is_nobody(string cookie)
    {
        using var browser = world.App.Browser();
        browser.SetCookie("localhost", PatronSessions.CookieName, cookie);
        Assert.False(await browser.IsSignedInAsync());
    }

    private async Task<Browser> SignedInAsync(bool shared)
    {
        var browser = world.App.Browser();
        var patron = world.Ils.Patron("Adult");
        Assert.Equal("/", (await browser.GiveCardAsync("habo", patron.Card, patron.Pin, shared)).Address.AbsolutePath);
        return browser;
    }
}
