using System.Net;
using DigitalAccess.Web.Staff;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.Staff;

public sealed class StayingSignedInAsStaff(TestCluster cluster) : IAsyncLifetime
{
    private StaffRig _rig = null!;
    private StaffMember _anna = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await StaffRig.StartAsync(cluster);
        _anna = await _rig.ReadyMemberAsync("anna");
        _browser = await _rig.SignedInAsync(_anna);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact, Trait("Case", "ADMIN-019")]
    public async Task Thirty_idle_minutes_end_a_session()
    {
        _rig.App.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.True(await IsInAsync());
        _rig.App.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.True(await IsInAsync());
        _rig.App.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.False(await IsInAsync());
    }

    [Fact, Trait("Case", "ADMIN-019")]
    public async Task Eight_hours_end_a_session_however_busy()
    {
        for (var i = 0; i < 19; i++)
        {
            _rig.App.Clock.Advance(TimeSpan.FromMinutes(25));
            Assert.True(await IsInAsync());
        }

        _rig.App.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.False(await IsInAsync());
    }

    [Fact]
    public async Task Signing_out_makes_a_copy_of_the_cookie_worthless()
    {
        var copy = _browser.Cookie(StaffSessions.CookieName)!;
        var page = await _browser.GetAsync("/staff/signout");
        await _browser.SubmitAsync(page, []);
        Assert.Null(_browser.Cookie(StaffSessions.CookieName));
        _browser.SetCookie("localhost", StaffSessions.CookieName, copy);
        Assert.False(await IsInAsync());
        Assert.Contains(await _rig.AuditAsync(), e => e.Action == AuditAction.SignedOut && e.StaffMemberId == _anna.Id);
    }

    [Fact]
    public async Task A_new_password_ends_every_session()
    {
        await _rig.AccountsAsync(a => a.SetPasswordAsync(_anna.Email!, "ett helt annat lösen", CancellationToken.None));
        Assert.False(await IsInAsync());
        Assert.Contains(await _rig.AuditAsync(), e => e.Action == AuditAction.PasswordSet);
    }

    [Fact]
    public async Task Being_made_inactive_ends_a_session_at_the_next_request()
    {
        await _rig.SetAsync(db => db.Users.Where(m => m.Id == _anna.Id).ExecuteUpdateAsync(u => u.SetProperty(m => m.Active, false)));
        Assert.False(await IsInAsync());
    }

    [Fact]
    public async Task A_new_security_stamp_ends_a_session()
    {
        await _rig.SetAsync(db => db.Users.Where(m => m.Id == _anna.Id).ExecuteUpdateAsync(u => u.SetProperty(m => m.SecurityStamp, "new")));
        Assert.False(await IsInAsync());
    }

    [Fact]
    public async Task A_session_ends_no_later_because_the_clock_went_back()
    {
        for (var i = 0; i < 6; i++)
        {
            _rig.App.Clock.Advance(TimeSpan.FromMinutes(25));
            Assert.True(await IsInAsync());
        }

        _rig.App.Clock.Advance(TimeSpan.FromHours(-2));
        var lived = TimeSpan.FromMinutes(150);
        while (await IsInAsync())
        {
            _rig.App.Clock.Advance(TimeSpan.FromMinutes(25));
            lived += TimeSpan.FromMinutes(25);
            Assert.True(lived <= StaffSessions.Absolute, $"the session has lived for {lived}");
        }
    }

    [Fact]
    public async Task A_made_up_cookie_opens_nothing()
    {
        _browser.SetCookie("localhost", StaffSessions.CookieName, new string('x', 43));
        Assert.False(await IsInAsync());
    }

    /// <summary>Whether the own library's figures are shown; anything else than that or the way to the login page is a fault.</summary>
    private async Task<bool> IsInAsync()
    {
        var page = await _browser.GetAsync("/staff");
        var isIn = page.Address.AbsolutePath != StaffPolicies.LoginPath;
        Assert.Equal((HttpStatusCode.OK, isIn ? "/staff/usage/habo" : StaffPolicies.LoginPath), (page.Status, page.Address.AbsolutePath));
        Assert.StartsWith(isIn ? "Usage in " : "Staff sign-in", page.Heading, StringComparison.Ordinal);
        return isIn;
    }
}
