using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using DigitalAccess.Demo;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Launching;
using DigitalAccess.Web.Logout;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Staff;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace DigitalAccess.Web.Tests.EndToEnd;

/// <summary>axe finds nothing on any page, in light and dark, on a phone and on a desk; and no page is wider than a 320 pixel phone.</summary>
public sealed class EveryPageIsAccessible(DemoFixture fixture)
{
    private static readonly AxeRunOptions Wcag22 = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    [Theory]
    [InlineData("sv-SE", true, false)]
    [InlineData("en-GB", false, true)]
    public async Task Axe_finds_nothing_on_the_patrons_pages(string locale, bool phone, bool dark)
    {
        var demo = await fixture.DemoAsync();
        await using var window = await fixture.WindowAsync(locale, phone, dark: dark, bypassCsp: true);
        var page = await window.NewPageAsync();
        var swedish = locale.StartsWith("sv", StringComparison.Ordinal);
        await OpenAsync(page, demo, "login", 200, swedish ? "Välj ditt bibliotek" : "Choose your library");
        await OpenAsync(page, demo, "login?q=zzz", 200, swedish ? "Välj ditt bibliotek" : "Choose your library");
        await OpenAsync(page, demo, "login/habo", 200, swedish ? "Logga in med ditt lånekort" : "Sign in with your library card");
        await OpenAsync(page, demo, "accessibility", 200, swedish ? "Tillgänglighet" : "Accessibility");
        await OpenAsync(page, demo, "signedout", 200, swedish ? "Du är utloggad" : "You are signed out");
        await OpenAsync(page, demo, "help/licence-ended", 200);
        await OpenAsync(page, demo, "help", 200, swedish ? "Hjälp" : "Help");
        await OpenAsync(page, demo, "no-such-page", 404, swedish ? "Sidan finns inte" : "There is no such page");
        await OpenAsync(page, demo, "error/500", 500, swedish ? "Något gick fel" : "Something went wrong");
        await OpenAsync(page, demo, "style", 200);

        var habo = demo.Ilss["habo"];
        foreach (var (card, pin) in new[] { (habo.Patron("OtherBranch").Card, "0000"), (habo.Patron("Expired").Card, habo.Patron("Expired").Pin), (habo.Patron("Senior").Card, habo.Patron("Senior").Pin) })
        {
            await page.GotoAsync(new Uri(demo.Addresses.Broker, "login/habo").AbsoluteUri);
            await page.FillAsync("[name=card]", card);
            await page.FillAsync("[name=pin]", pin);
            await page.EvaluateAsync("window.before = true");
            await page.Keyboard.PressAsync("Enter");
            await page.WaitForFunctionAsync("!window.before && document.readyState === 'complete'");
            await CheckAsync(page);
        }

        await OpenAsync(page, demo, "", 200, "Habo bibliotek");
        await OpenAsync(page, demo, "?q=zzz", 200, "Habo bibliotek");
        await OpenAsync(page, demo, "launch/kartskapet", 403, swedish ? "Det går inte att öppna" : "cannot be opened");
        await OpenAsync(page, demo, Unavailable(demo), 200, swedish ? "just nu" : "right now");
        await OpenAsync(page, demo, "services", 200, swedish ? "Mina tjänster" : "My services");
        await AskedForConsentAsync(page, demo);
        await OpenAsync(page, demo, "signout", 200, swedish ? "Vill du logga ut?" : "Do you want to sign out?");
    }

    /// <summary>With a vendor in each of the states that the page knows, and the frame of one that the browser tells.</summary>
    [Theory]
    [InlineData("sv-SE", true, false)]
    [InlineData("en-GB", false, true)]
    public async Task Axe_finds_nothing_on_the_page_after_the_sign_out(string locale, bool phone, bool dark)
    {
        var demo = await fixture.DemoAsync();
        await using var window = await fixture.WindowAsync(locale, phone, dark: dark, bypassCsp: true);
        var page = await window.NewPageAsync();
        await StayAfterTheSignOutAsync(page);
        await page.GotoAsync(new Uri(demo.Addresses.Broker, $"signedout?id={await AddNoticesAsync(demo)}").AbsoluteUri);
        Assert.Equal(7, await page.Locator(".farewell").CountAsync());
        await CheckAsync(page);
    }

    /// <summary>The page would lead on to the vendor whose turn it is while it is looked at.</summary>
    private static Task<IAsyncDisposable> StayAfterTheSignOutAsync(IPage page) => page.RouteAsync("**/js/signedout*", route => route.AbortAsync());

    private static string Unavailable(DemoHost demo)
    {
        using var scope = demo.Services.CreateScope();
        return scope.ServiceProvider.GetRequiredService<UnavailablePage>().AddressOf(new FailedLaunch("sprakvagen", null, "ABC234", TimeSpan.FromMinutes(2)))[1..];
    }

    private static async Task<string> AddNoticesAsync(DemoHost demo)
    {
        var id = OpaqueId.Create();
        await using var scope = demo.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DigitalAccessDb>();
        var now = TimeProvider.System.GetUtcNow();
        var states = new[]
        {
            ("nyhetskiosken", LogoutWay.BackChannel, LogoutState.Done, (string?)null), ("filmrummet", LogoutWay.BackChannel, LogoutState.Waiting, "the answer was 500"),
            ("Arkivet", LogoutWay.BackChannel, LogoutState.Waiting, null), ("Bokhyllan", LogoutWay.None, LogoutState.GivenUp, null),
            ("Kartrummet", LogoutWay.FrontChannel, LogoutState.Waiting, null), ("Filmhyllan", LogoutWay.InTurn, LogoutState.Waiting, null),
            ("Musikrummet", LogoutWay.InTurn, LogoutState.Waiting, null),
        };
        foreach (var (client, way, state, fault) in states)
            db.LogoutNotices.Add(new LogoutNotice
            {
                Id = Guid.NewGuid(), SignOutId = OpaqueId.Hash(id), Recipient = client, Sid = Guid.NewGuid(), Subject = "s", SharedComputer = true,
                Way = way, State = state, LastFault = fault, CreatedAt = now, Attempts = client == "Musikrummet" ? 1 : 0,
            });
        await db.SaveChangesAsync();
        return id;
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Axe_finds_nothing_on_the_staffs_pages(bool phone, bool dark)
    {
        var demo = await fixture.DemoAsync();
        await using var window = await fixture.WindowAsync("sv-SE", phone, dark: dark, bypassCsp: true);
        var page = await window.NewPageAsync();
        await OpenAsync(page, demo, "staff/login", 200);
        var email = phone ? "jonkoping@example.se" : "region@example.se";
        await page.FillAsync("input[type=email]", email);
        await page.FillAsync("input[type=password]", demo.Secrets.StaffPassword);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("input[autocomplete=one-time-code]");
        await CheckAsync(page);
        await page.FillAsync("input[autocomplete=one-time-code]", OneTimeCode.At(demo.Secrets.TotpSecret, TimeProvider.System.GetUtcNow()));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(new Regex("/staff(/usage.*)?$"));
        foreach (var path in new[] { "staff/usage/jonkoping", "staff/card", "staff/receipt" })
            await OpenAsync(page, demo, path, 200);
        if (!phone)
            foreach (var path in new[] { "staff", "staff/usage", "staff/vendors/saml", "staff/certificates" })
                await OpenAsync(page, demo, path, 200);
        await OpenAsync(page, demo, "staff/signout", 200);
    }

    /// <summary>Staff who have never signed in have an authenticator to set up first.</summary>
    [Fact]
    public async Task Axe_finds_nothing_on_the_page_that_sets_up_an_authenticator()
    {
        var demo = await fixture.DemoAsync();
        await using var scope = demo.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<StaffAccounts>().SetPasswordAsync("drift@example.se", demo.Secrets.StaffPassword, CancellationToken.None);
        await using var window = await fixture.WindowAsync(phone: true, bypassCsp: true);
        var page = await window.NewPageAsync();
        await OpenAsync(page, demo, "staff/login", 200);
        await page.FillAsync("input[type=email]", "drift@example.se");
        await page.FillAsync("input[type=password]", demo.Secrets.StaffPassword);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(new Regex("/staff/enrol$"));
        await CheckAsync(page);
    }

    [Fact]
    public async Task No_page_scrolls_sideways_on_the_narrowest_phone()
    {
        var demo = await fixture.DemoAsync();
        await using var window = await fixture.WindowAsync(phone: true);
        var page = await window.NewPageAsync();
        await page.SetViewportSizeAsync(320, 640);
        await StayAfterTheSignOutAsync(page);
        foreach (var path in new[] { "login", "login/habo", "accessibility", "help", "help/too-young", Unavailable(demo), "signedout", $"signedout?id={await AddNoticesAsync(demo)}", "staff/login" })
        {
            await page.GotoAsync(new Uri(demo.Addresses.Broker, path).AbsoluteUri);
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 320"), $"{path} is wider than 320 pixels");
        }
    }

    /// <summary>The demo's film service asks with <c>prompt=consent</c>; the patron says yes and finds it among their services.</summary>
    private static async Task AskedForConsentAsync(IPage page, DemoHost demo)
    {
        var back = new Uri(demo.Addresses.Film, "signin-oidc").AbsoluteUri;
        await page.GotoAsync(new Uri(demo.Addresses.Broker,
            $"connect/authorize?client_id=filmrummet&response_type=code&scope=openid&prompt=consent&state=s&nonce=n&redirect_uri={Uri.EscapeDataString(back)}"
            + $"&code_challenge={new string('a', 43)}&code_challenge_method=S256").AbsoluteUri);
        await page.WaitForURLAsync(new Regex("/consent"));
        await CheckAsync(page);
        await page.ClickAsync("button[value=yes]");
        await page.WaitForURLAsync(url => url.StartsWith(demo.Addresses.Film.AbsoluteUri, StringComparison.Ordinal));
        await OpenAsync(page, demo, "services", 200);
        Assert.Equal(1, await page.Locator("main button").CountAsync());
        await page.ClickAsync("main button");
        await page.WaitForURLAsync(new Regex("ended=filmrummet"));
        await CheckAsync(page);
    }

    /// <summary>That axe finds nothing on an error page in a page's stead would say nothing; so what is opened must be it.</summary>
    private static async Task OpenAsync(IPage page, DemoHost demo, string path, int status, string? heading = null)
    {
        var answer = await page.GotoAsync(new Uri(demo.Addresses.Broker, path).AbsoluteUri);
        Assert.Equal((path, status), (path, answer!.Status));
        var h1 = await page.Locator("h1").InnerTextAsync();
        Assert.Contains(heading ?? "", h1, StringComparison.Ordinal);
        Assert.NotEmpty(h1);
        await CheckAsync(page);
    }

    internal static async Task CheckAsync(IPage page)
    {
        var found = await page.RunAxe(Wcag22);
        Assert.True(found.Violations.Length == 0,
            $"{page.Url}: {string.Join("; ", found.Violations.Select(v => $"{v.Id} {v.Nodes[0].Html}"))}");
    }
}
