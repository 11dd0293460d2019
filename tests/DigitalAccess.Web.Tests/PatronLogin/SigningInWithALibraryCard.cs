using System.Net;
using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.PatronLogin;

public sealed class SigningInWithALibraryCard(TestCluster cluster) : IAsyncLifetime
{
    private readonly SimulatedIls _ils = SimulatedIls.Start();
    private BrokerApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await BrokerApp.StartAsync(await cluster.CreateDatabaseAsync("login"));
        var habo = await _app.Given.LibraryAsync("habo", _ils);
        await _app.Given.LicenceAsync(await _app.Given.ResourceAsync("lexikonet"), habo);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _ils.DisposeAsync();
    }

    [Fact]
    public async Task Card_and_PIN_open_the_librarys_page_with_what_it_pays_for()
    {
        using var browser = _app.Browser();
        var page = await SignInAsync(browser, _ils.Patron("Adult"));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("Digital at Habo bibliotek", page.Heading);
        Assert.Contains("lexikonet", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_PIN_and_unknown_card_get_the_same_page()
    {
        using var browser = _app.Browser();
        var wrongPin = await SignInAsync(browser, _ils.Patron("Adult") with { Pin = "0001" });
        using var other = _app.Browser();
        var unknownCard = await SignInAsync(other, _ils.Patron("Adult") with { Card = "99999999999999" });
        Assert.Equal("You could not be signed in", Notice(wrongPin));
        Assert.Equal(Notice(wrongPin), Notice(unknownCard));
        Assert.Equal(wrongPin.Status, unknownCard.Status);
        Assert.Null(browser.Cookie("__Host-da_session"));
    }

    private static string Notice(Answer page) => page.Body.Split("role=\"alert\"")[1].Split("<h2>")[1].Split("</h2>")[0];

    private static async Task<Answer> SignInAsync(Browser browser, SimulatedPatron patron)
    {
        var form = await browser.GetAsync("/login/habo");
        return await browser.SubmitAsync(form, new() { ["card"] = patron.Card, ["pin"] = patron.Pin });
    }
}
