using System.Net;
using DigitalAccess.Ils.Sip2;
using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.PatronLogin;

/// <summary>Every answer that card and PIN can get, through the page.</summary>
public sealed class SigningInWithALibraryCard(HaboWorld world) : IClassFixture<HaboWorld>
{
    [Fact]
    public async Task Card_and_PIN_open_the_librarys_page_with_what_it_pays_for()
    {
        using var browser = world.App.Browser();
        var page = await world.SignInAsync(browser);
        Assert.Equal("Digital at Habo bibliotek", page.Heading);
        Assert.Contains("/launch/kiosk", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_PIN_unknown_card_and_nonsense_get_the_same_page()
    {
        var adult = world.Ils.Patron("Adult");
        var answers = new List<Answer>();
        foreach (var (card, pin) in new[] { (adult.Card, "0001"), ("99999999999999", "0001"), ("1|ADx", "0000|CQY"), ("åäö€", "1234"), (adult.Card, new string('9', 64)) })
        {
            using var browser = world.App.Browser(from: $"198.51.100.{answers.Count + 1}");
            answers.Add(await browser.GiveCardAsync("habo", card, pin));
            Assert.Null(browser.Cookie(PatronSessions.CookieName));
        }

        Assert.All(answers, a => Assert.StartsWith("You could not be signed in The card number or the PIN is not right.", a.Notice, StringComparison.Ordinal));
        Assert.All(answers, a => Assert.Equal(answers[0].Status, a.Status));
    }

    [Theory, Trait("Case", "LOGIN-007")]
    [InlineData("Blocked", "Your card is blocked")]
    [InlineData("Expired", "Your card is no longer valid")]
    [InlineData("Lost", "Your card is blocked The card has been reported lost")]
    public async Task What_stands_against_the_card_is_told_only_to_who_knows_the_PIN(string scenario, string text)
    {
        using var owner = world.App.Browser();
        var told = await world.SignInAsync(owner, scenario);
        Assert.StartsWith(text, told.Notice, StringComparison.Ordinal);
        Assert.Null(owner.Cookie(PatronSessions.CookieName));
        Assert.Contains("036-000 00 00", told.Text, StringComparison.Ordinal);

        using var stranger = world.App.Browser();
        var untold = await stranger.GiveCardAsync("habo", world.Ils.Patron(scenario).Card, "0001");
        Assert.StartsWith("You could not be signed in", untold.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_expired_cards_are_let_in_a_block_still_stops_them()
    {
        await using var model = SimulatedIls.Start(new SimulatedIlsOptions { CardPrefix = "2352978" });
        var owing = model.Patron("Expired") with { Card = "23529780099999", InternalId = "owing", Flags = SimulatedFlags.Fines, Fines = 500 };
        await using var ils = SimulatedIls.Start(new SimulatedIlsOptions { CardPrefix = "2352978", FurtherPatrons = [owing] });
        await world.App.Given.LibraryAsync("forgiving", ils, l => (l.AccessRules.AllowExpired, l.AccessRules.StoppingBlocks) = (true, ["ExcessiveFines"]));
        using var browser = world.App.Browser();
        var stopped = await browser.SubmitAsync(await browser.GetAsync("/login/forgiving"), new() { ["card"] = owing.Card, ["pin"] = owing.Pin });
        Assert.Null(browser.Cookie(PatronSessions.CookieName));
        Assert.StartsWith("Your card is blocked", stopped.Notice, StringComparison.Ordinal);

        var expired = ils.Patron("Expired");
        Assert.Equal("/", (await browser.SubmitAsync(await browser.GetAsync("/login/forgiving"), new() { ["card"] = expired.Card, ["pin"] = expired.Pin })).Address.AbsolutePath);
    }

    [Fact]
    public async Task Where_patrons_have_no_PINs_the_card_alone_signs_in_and_no_PIN_is_asked_for()
    {
        await using var ils = SimulatedIls.Start(new SimulatedIlsOptions { CardPrefix = "2352979" });
        await world.App.Given.LibraryAsync("nopins", ils, l => l.LoginForm.AsksForPin = false, s => s with { PinMode = PinMode.None, MissingCq = MissingCq.Accept });
        using var browser = world.App.Browser();
        var form = await browser.GetAsync("/login/nopins");
        Assert.DoesNotContain("name=\"pin\"", form.Body, StringComparison.Ordinal);

        var unknown = await browser.SubmitAsync(form, new() { ["card"] = "23529799999999" });
        Assert.Equal("You could not be signed in The card number is not right. Check it and try again.", unknown.Notice);
        Assert.Equal("/", (await browser.SubmitAsync(form, new() { ["card"] = ils.Patron("Adult").Card })).Address.AbsolutePath);
    }

    [Fact]
    public async Task What_opens_by_itself_can_be_opened_by_a_link_whose_redirect_no_policy_on_forms_holds_back()
    {
        using var browser = world.App.Browser();
        var plain = await world.App.Given.ResourceAsync("plain-link");
        await world.App.Given.LicenceAsync(plain, world.Habo);
        var choose = await browser.GetAsync("/launch/plain-link");
        var adult = world.Ils.Patron("Adult");

        var opening = await browser.SubmitAsync(await browser.GetAsync(choose.LinkStartingWith("/login/habo")), new() { ["card"] = adult.Card, ["pin"] = adult.Pin });

        Assert.Equal("Opening …", opening.Heading);
        Assert.StartsWith("/launch/plain-link", opening.LinkStartingWith("/launch/plain-link"), StringComparison.Ordinal);
        Assert.DoesNotContain("<form", opening.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fines_do_not_stop_eresources_unless_the_library_says_so()
    {
        await using var ils = SimulatedIls.Start(new SimulatedIlsOptions { CardPrefix = "2352977" });
        await world.App.Given.LibraryAsync("lenient", ils);
        await world.App.Given.LibraryAsync("strict", ils, l => l.AccessRules.StoppingBlocks = ["ExcessiveFines"]);
        using var browser = world.App.Browser();
        var fined = ils.Patron("Fines");
        Assert.StartsWith("Your card is blocked", (await browser.GiveCardAsync("strict", fined.Card, fined.Pin)).Notice, StringComparison.Ordinal);
        Assert.Equal("/", (await browser.GiveCardAsync("lenient", fined.Card, fined.Pin)).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_card_of_the_same_system_that_belongs_to_another_library_is_told_so()
    {
        await using var ils = SimulatedIls.Start(new SimulatedIlsOptions { CardPrefix = "2352978" });
        await world.App.Given.LibraryAsync("shared", ils, l => l.AccessRules.HomeLibraries = ["MAIN"]);
        using var browser = world.App.Browser();
        var other = ils.Patron("OtherBranch");
        Assert.StartsWith("The card belongs to another library", (await browser.GiveCardAsync("shared", other.Card, other.Pin)).Notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_librarys_own_labels_and_patterns_are_used()
    {
        await world.App.Given.LibraryAsync("labels", world.Ils, l => l.LoginForm = new()
        {
            CardLabel = new() { ["sv"] = "Personnummer eller lånekort", ["en"] = "Personal number or card" }, CardPattern = @"\d{14}", PinPattern = @"\d{4}",
        });
        using var browser = world.App.Browser();
        Assert.Contains("Personal number or card", (await browser.GetAsync("/login/labels")).Text, StringComparison.Ordinal);
        browser.Language = "sv";
        Assert.Contains("Personnummer eller lånekort", (await browser.GetAsync("/login/labels")).Text, StringComparison.Ordinal);

        var before = world.Ils.PatronRequests;
        await browser.GiveCardAsync("labels", "12345", "1234");
        Assert.Equal(before, world.Ils.PatronRequests);
    }

    [Theory, Trait("Case", "SIP2-019")]
    [InlineData("åäö€")]
    [InlineData("密码")]
    public async Task A_PIN_that_the_librarys_old_system_cannot_write_is_a_wrong_PIN_and_the_system_not_asked(string pin)
    {
        var library = $"old-{Guid.NewGuid():N}"[..12];
        await world.App.Given.LibraryAsync(library, world.Ils, sip2: s => s with { Encoding = "cp850" });
        using var browser = world.App.Browser(from: "198.51.100.77");
        var before = world.Ils.Connections;

        // A card of its own: what other tests got wrong with a shared one is counted for the whole system.
        var page = await browser.GiveCardAsync(library, world.Ils.Patrons[^pin.Length].Card, pin);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.StartsWith("You could not be signed in The card number or the PIN is not right.", page.Notice, StringComparison.Ordinal);
        Assert.DoesNotMatch("Exception|[Ee]ncod|cp850", page.Text);
        Assert.DoesNotContain(pin, page.Body, StringComparison.Ordinal);
        Assert.Equal(before, world.Ils.Connections);
        Assert.Null(browser.Cookie(PatronSessions.CookieName));
    }

    [Theory, Trait("Case", "LOGIN-011")]
    [InlineData(false, null)]
    [InlineData(true, "https://evil.example")]
    public async Task A_form_that_did_not_come_from_our_page_is_refused_and_the_ILS_not_asked(bool withToken, string? origin)
    {
        using var browser = world.App.Browser();
        var before = world.Ils.PatronRequests;
        var (address, fields) = (await browser.GetAsync("/login/habo")).FormWith(["card", "pin"]);
        if (!withToken)
            fields.Remove("form_token");
        (fields["card"], fields["pin"]) = (world.Ils.Patron("Adult").Card, world.Ils.Patron("Adult").Pin);
        var answer = await browser.PostAsync(address, fields, request =>
        {
            if (origin is not null)
                request.Headers.Add("Origin", origin);
        });
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(before, world.Ils.PatronRequests);
        Assert.Null(browser.Cookie(PatronSessions.CookieName));
    }

    [Theory, Trait("Case", "LOGIN-019")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https:evil.example")]
    [InlineData("%2f%2fevil")]
    [InlineData("/%09/evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task No_address_in_a_link_decides_where_the_login_leads(string target)
    {
        using var browser = world.App.Browser();
        var patron = world.Ils.Patron("Adult");
        foreach (var name in new[] { "returnUrl", "t", "ReturnUrl", "redirect" })
        {
            var form = await browser.GetAsync($"/login/habo?{name}={Uri.EscapeDataString(target)}");
            var page = await browser.GiveCardAsync(form, patron.Card, patron.Pin);
            Assert.Equal((world.App.Origin.Authority, "/"), (page.Address.Authority, page.Address.AbsolutePath));
        }
    }

    [Fact]
    public async Task The_library_is_remembered_but_not_on_a_shared_computer()
    {
        using var home = world.App.Browser();
        await world.SignInAsync(home);
        Assert.Contains("Continue with Habo bibliotek", (await home.GetAsync("/login")).Text, StringComparison.Ordinal);

        using var shared = world.App.Browser();
        var patron = world.Ils.Patron("Adult");
        await shared.GiveCardAsync("habo", patron.Card, patron.Pin, shared: true);
        Assert.NotNull(shared.Cookie(PatronSessions.CookieName));
        Assert.DoesNotContain("Continue with", (await shared.GetAsync("/login")).Text, StringComparison.Ordinal);
        Assert.Null(shared.Cookie("__Host-da_device"));
    }

    [Fact]
    public async Task The_library_list_is_searched_without_script()
    {
        using var browser = world.App.Browser();
        Assert.Contains("Habo bibliotek", (await browser.GetAsync("/login?q=hab")).Text, StringComparison.Ordinal);
        Assert.Contains("No library has that name", (await browser.GetAsync("/login?q=zzz")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_or_closed_library_is_not_there()
    {
        await world.App.Given.LibraryAsync("closed", world.Ils, l => l.Active = false);
        using var browser = world.App.Browser();
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/login/closed")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/login/nowhere")).Status);
    }

    [Fact]
    public async Task The_account_holds_nothing_that_names_the_patron_and_stays_the_same()
    {
        using var first = await world.SignedInAsync("Senior");
        using var second = await world.SignedInAsync("Senior");
        var senior = world.Ils.Patron("Senior");
        var sessions = await world.App.WithDbAsync(db => db.PatronSessions.AsNoTracking().ToListAsync());
        var mine = sessions.Where(s => s.Facts.BirthYear == senior.BirthDate.Year).Select(s => s.PatronAccountId).Distinct().ToList();
        var account = await world.App.WithDbAsync(db => db.PatronAccounts.AsNoTracking().SingleAsync(a => a.Id == mine.Single()));
        Assert.Equal((world.Habo.Id, 32), (account.LibraryId, account.KeyHash.Length));

        // Neither as it is nor under a hash that anybody could make from a list of cards.
        var row = await world.App.WithDbAsync(db => db.Database.SqlQuery<string>($"select a::text as \"Value\" from patron_account a where id = {account.Id}").SingleAsync());
        foreach (var secret in new[] { senior.Card, senior.Name, senior.InternalId, senior.BirthDate.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture) })
            Assert.DoesNotContain(secret, row.Replace($"{account.Id}", "", StringComparison.Ordinal).Replace($"{account.LibraryId}", "", StringComparison.Ordinal).Replace(Convert.ToHexStringLower(account.KeyHash), "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        foreach (var guess in new[] { senior.Card, senior.InternalId, $"Card:{senior.Card}", $"IlsId:{senior.InternalId}" })
            Assert.False(account.KeyHash.AsSpan().SequenceEqual(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(guess))));
    }
}
