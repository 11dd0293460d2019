using System.Net;
using System.Text.RegularExpressions;
using DigitalAccess.Web.Staff;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.Staff;

public sealed class SigningInAsStaff(TestCluster cluster) : IAsyncLifetime
{
    private StaffRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await StaffRig.StartAsync(cluster);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Password_and_code_lead_to_the_own_librarys_figures()
    {
        using var browser = await _rig.SignedInAsync(await _rig.ReadyMemberAsync("anna"));
        Assert.Equal("/staff/usage/habo", (await browser.GetAsync("/staff")).Address.AbsolutePath);
        Assert.Contains((await _rig.AuditAsync()), e => e.Action == AuditAction.SignedIn);
    }

    [Fact]
    public async Task The_first_sign_in_sets_up_the_authenticator_and_the_next_one_asks_it()
    {
        var member = await _rig.MemberAsync("ny");
        await _rig.AccountsAsync(a => a.SetPasswordAsync(member.Email!, StaffRig.Password, CancellationToken.None));
        using var browser = _rig.App.Browser();
        var enrol = await StaffRig.GivePasswordAsync(browser, member.Email);
        Assert.Equal("/staff/enrol", enrol.Address.AbsolutePath);
        Assert.Matches("<path d=\"M[0-9Mhvz -]+\" fill", enrol.Body);
        Assert.DoesNotContain("data:", enrol.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", enrol.Body, StringComparison.Ordinal);
        var secret = Regex.Match(enrol.Body, "class=\"secret\">([A-Z2-7 ]+)<").Groups[1].Value;

        var wrong = await StaffRig.GiveCodeAsync(browser, enrol, StaffRig.WrongCode(_rig.Code(secret: secret)));
        Assert.Contains(secret, wrong.Body, StringComparison.Ordinal);
        Assert.Equal("/staff/usage/habo", (await StaffRig.GiveCodeAsync(browser, wrong, _rig.Code(secret: secret))).Address.AbsolutePath);

        _rig.App.Clock.Advance(TimeSpan.FromSeconds(60));
        using var later = _rig.App.Browser();
        var code = await StaffRig.GivePasswordAsync(later, member.Email);
        Assert.Equal("/staff/code", code.Address.AbsolutePath);
        Assert.Equal("/staff/usage/habo", (await StaffRig.GiveCodeAsync(later, code, _rig.Code(secret: secret))).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_step_that_began_before_the_authenticator_was_set_up_cannot_replace_it()
    {
        var member = await _rig.MemberAsync("ny");
        await _rig.AccountsAsync(a => a.SetPasswordAsync(member.Email!, StaffRig.Password, CancellationToken.None));
        using var thief = _rig.App.Browser();
        var early = await StaffRig.GivePasswordAsync(thief, member.Email);
        var secret = Regex.Match(early.Body, "class=\"secret\">([A-Z2-7 ]+)<").Groups[1].Value;
        using var owner = _rig.App.Browser();
        var enrol = await StaffRig.GivePasswordAsync(owner, member.Email);
        await StaffRig.GiveCodeAsync(owner, enrol, _rig.Code(secret: Regex.Match(enrol.Body, "class=\"secret\">([A-Z2-7 ]+)<").Groups[1].Value));

        _rig.App.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("/staff/login", (await StaffRig.GiveCodeAsync(thief, early, _rig.Code(secret: secret))).Address.AbsolutePath);
        Assert.Null(thief.Cookie(StaffSessions.CookieName));
    }

    [Fact, Trait("Case", "LOGIN-027")]
    public async Task A_code_is_good_once()
    {
        var member = await _rig.ReadyMemberAsync("anna");
        var code = _rig.Code();
        using var first = _rig.App.Browser();
        await StaffRig.GiveCodeAsync(first, await StaffRig.GivePasswordAsync(first, member.Email), code);
        Assert.NotNull(first.Cookie(StaffSessions.CookieName));

        using var second = _rig.App.Browser();
        var again = await StaffRig.GiveCodeAsync(second, await StaffRig.GivePasswordAsync(second, member.Email), code);
        Assert.Equal("/staff/code", again.Address.AbsolutePath);
        Assert.Contains("That code is not right", again.Text, StringComparison.Ordinal);
        Assert.Null(second.Cookie(StaffSessions.CookieName));
    }

    [Fact, Trait("Case", "LOGIN-027")]
    public async Task Of_browsers_that_give_one_code_at_the_same_time_one_gets_in()
    {
        var member = await _rig.ReadyMemberAsync("anna");
        var browsers = Enumerable.Range(0, 4).Select(_ => _rig.App.Browser()).ToList();
        var pages = new List<Answer>();
        foreach (var browser in browsers)
            pages.Add(await StaffRig.GivePasswordAsync(browser, member.Email));
        var code = _rig.Code();
        await Task.WhenAll(browsers.Zip(pages, (browser, page) => StaffRig.GiveCodeAsync(browser, page, code)));
        Assert.Single(browsers, b => b.Cookie(StaffSessions.CookieName) is not null);
        browsers.ForEach(b => b.Dispose());
    }

    [Theory, Trait("Case", "LOGIN-029")]
    [InlineData("' OR 1=1--")]
    [InlineData("anna@habo.example'; drop table staff_member; --")]
    [InlineData("")]
    [InlineData("\ud800@habo.example")]
    [InlineData("${jndi:ldap://x}")]
    public async Task Odd_input_gets_the_generic_failure(string email)
    {
        await _rig.ReadyMemberAsync("anna");
        await FailsAsUsualAsync(email, StaffRig.Password);
        await FailsAsUsualAsync("anna@habo.example", email);
    }

    /// <summary>ASP.NET Core reads no form with a NUL in it, so this is refused before anybody is looked up.</summary>
    [Theory, Trait("Case", "LOGIN-029")]
    [InlineData("anna@habo.example\0")]
    [InlineData("\0")]
    public async Task A_NUL_makes_the_form_unreadable(string typed)
    {
        await _rig.ReadyMemberAsync("anna");
        using var browser = _rig.App.Browser();
        Assert.Equal(HttpStatusCode.BadRequest, (await StaffRig.GivePasswordAsync(browser, typed)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await StaffRig.GivePasswordAsync(browser, "anna@habo.example", typed)).Status);
        Assert.Null(browser.Cookie("__Host-da_staff_step"));
    }

    [Fact, Trait("Case", "LOGIN-029")]
    public async Task A_megabyte_of_anything_gets_the_generic_failure()
    {
        await _rig.ReadyMemberAsync("anna");
        var megabyte = new string('a', 1 << 20);
        await FailsAsUsualAsync(megabyte, StaffRig.Password);
        await FailsAsUsualAsync("anna@habo.example", megabyte);
    }

    [Fact]
    public async Task An_unknown_address_an_inactive_member_and_a_wrong_password_get_the_same_page()
    {
        await _rig.ReadyMemberAsync("anna");
        var gone = await _rig.ReadyMemberAsync("gone");
        var fresh = await _rig.MemberAsync("fresh");
        await _rig.SetAsync(db => db.Users.Where(m => m.Id == gone.Id).ExecuteUpdateAsync(u => u.SetProperty(m => m.Active, false)));
        var notices = new List<string>
        {
            await FailsAsUsualAsync("anna@habo.example", "fel fel fel fel"),
            await FailsAsUsualAsync("nobody@habo.example", StaffRig.Password),
            await FailsAsUsualAsync(gone.Email!, StaffRig.Password),
            await FailsAsUsualAsync(fresh.Email!, ""),
        };
        Assert.Single(notices.Distinct());
    }

    [Fact]
    public async Task Five_wrong_passwords_close_the_account_for_fifteen_minutes()
    {
        var member = await _rig.ReadyMemberAsync("anna");
        for (var i = 0; i < StaffLockout.MostFailures; i++)
            await FailsAsUsualAsync(member.Email!, "fel fel fel fel");
        await FailsAsUsualAsync(member.Email!, StaffRig.Password);

        _rig.App.Clock.Advance(StaffLockout.Duration);
        using var browser = _rig.App.Browser();
        Assert.Equal("/staff/code", (await StaffRig.GivePasswordAsync(browser, member.Email)).Address.AbsolutePath);
    }

    [Fact]
    public async Task Simultaneous_wrong_passwords_all_count()
    {
        var member = await _rig.ReadyMemberAsync("anna");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => FailsAsUsualAsync(member.Email!, "fel fel fel fel")));
        await FailsAsUsualAsync(member.Email!, StaffRig.Password);
    }

    [Fact]
    public async Task Giving_the_password_again_buys_no_more_guesses_at_the_code()
    {
        var member = await _rig.ReadyMemberAsync("anna");
        for (var i = 0; i < StaffLockout.MostFailures; i++)
        {
            using var guesser = _rig.App.Browser();
            var page = await StaffRig.GivePasswordAsync(guesser, member.Email);
            Assert.Equal("/staff/code", (await StaffRig.GiveCodeAsync(guesser, page, StaffRig.WrongCode(_rig.Code()))).Address.AbsolutePath);
        }

        await FailsAsUsualAsync(member.Email!, StaffRig.Password);
    }

    [Fact]
    public async Task The_right_code_does_not_open_a_closed_account()
    {
        var member = await _rig.ReadyMemberAsync("anna");
        using var browser = _rig.App.Browser();
        var page = await StaffRig.GivePasswordAsync(browser, member.Email);
        for (var i = 0; i < StaffLockout.MostFailures; i++)
            page = await StaffRig.GiveCodeAsync(browser, page, StaffRig.WrongCode(_rig.Code()));
        await StaffRig.GiveCodeAsync(browser, page, _rig.Code());
        Assert.Null(browser.Cookie(StaffSessions.CookieName));
    }

    [Fact]
    public async Task The_code_page_without_a_password_leads_back_to_the_password()
    {
        using var browser = _rig.App.Browser();
        Assert.Equal("/staff/login", (await browser.GetAsync("/staff/code")).Address.AbsolutePath);
        Assert.Equal("/staff/login", (await browser.GetAsync("/staff/enrol")).Address.AbsolutePath);
        browser.SetCookie("localhost", "__Host-da_staff_step", "AAAA");
        Assert.Equal("/staff/login", (await browser.GetAsync("/staff/code")).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_half_done_sign_in_ends_after_ten_minutes_and_when_the_password_changes()
    {
        var member = await _rig.ReadyMemberAsync("anna");
        using var slow = _rig.App.Browser();
        var page = await StaffRig.GivePasswordAsync(slow, member.Email);
        _rig.App.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("/staff/login", (await StaffRig.GiveCodeAsync(slow, page, _rig.Code())).Address.AbsolutePath);

        page = await StaffRig.GivePasswordAsync(slow, member.Email);
        await _rig.AccountsAsync(a => a.SetCredentialsAsync(member.Email!, "ett helt annat lösen", StaffRig.Secret, CancellationToken.None));
        Assert.Equal("/staff/login", (await StaffRig.GiveCodeAsync(slow, page, _rig.Code())).Address.AbsolutePath);
        Assert.Null(slow.Cookie(StaffSessions.CookieName));
    }

    [Fact]
    public async Task A_clock_that_has_been_set_back_locks_nobody_out()
    {
        var member = await _rig.ReadyMemberAsync("anna");
        _rig.App.Clock.Advance(TimeSpan.FromHours(2));
        (await _rig.SignedInAsync(member)).Dispose();
        _rig.App.Clock.Advance(TimeSpan.FromHours(-2));
        (await _rig.SignedInAsync(member)).Dispose();
    }

    [Fact]
    public async Task A_machine_that_changes_its_address_within_its_network_is_one_machine()
    {
        var member = await _rig.ReadyMemberAsync("anna");
        for (var i = 0; i < 60; i++)
            await TryAsync("nobody@habo.example", $"2001:db8:1:1::{i:x}");

        Assert.Null(await TryAsync(member.Email!, "2001:db8:1:1:ffff::1"));
        Assert.NotNull(await TryAsync(member.Email!, "2001:db8:1:2::1"));

        Task<StaffMember?> TryAsync(string email, string address) => _rig.App.WithAsync<StaffSignIn, StaffMember?>(
            s => s.GivePasswordAsync(email, StaffRig.Password, System.Net.IPAddress.Parse(address), CancellationToken.None));
    }

    [Fact]
    public async Task A_failure_is_written_down_without_what_was_typed()
    {
        var member = await _rig.ReadyMemberAsync("anna");
        await FailsAsUsualAsync(member.Email!, "hemligt-kanariefågel");
        await FailsAsUsualAsync("kanariefagel@habo.example", StaffRig.Password);
        var failures = (await _rig.AuditAsync()).Where(e => e.Action == AuditAction.SignInFailed).ToList();
        Assert.Equal([member.Id], failures.Select(e => e.StaffMemberId));
        Assert.Equal(2, _rig.App.Logs.Lines.Count(line => line.Contains("Staff sign-in failed at password", StringComparison.Ordinal)));
        Assert.All(failures, e => Assert.Equal("password", e.Detail));
        Assert.DoesNotContain(_rig.App.Logs.Ours.Concat(_rig.App.Logs.Lines), line => line.Contains("kanarief", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("kort")]
    [InlineData("elva tecken")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa")]
    public async Task A_weak_password_is_not_set(string password)
    {
        var member = await _rig.ReadyMemberAsync("anna");
        Assert.IsType<CredentialChange.WeakPassword>(await _rig.AccountsAsync(a => a.SetPasswordAsync(member.Email!, password, CancellationToken.None)));
        (await _rig.SignedInAsync(member)).Dispose();
    }

    private async Task<string> FailsAsUsualAsync(string email, string password)
    {
        using var browser = _rig.App.Browser();
        var page = await StaffRig.GivePasswordAsync(browser, email, password);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("/staff/login", page.Address.AbsolutePath);
        Assert.StartsWith("You were not signed in", page.Notice, StringComparison.Ordinal);
        Assert.Null(browser.Cookie("__Host-da_staff_step"));
        return page.Notice;
    }
}
