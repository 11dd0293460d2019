using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary><c>ui_locales</c>: the vendor knows which language its patron reads.</summary>
public sealed class AskingInALanguage(HaboWorld world) : IClassFixture<HaboWorld>
{
    [Theory]
    [InlineData("sv", "Välj ditt bibliotek")]
    [InlineData("sv-FI en", "Välj ditt bibliotek")]
    [InlineData("fr-CA se SV", "Välj ditt bibliotek")]
    [InlineData("en sv", "Choose your library")]
    [InlineData("fr-CA se", "Choose your library")]
    [InlineData("'\"><script> \u0000", "Choose your library")]
    public async Task The_first_language_that_we_speak_is_spoken(string locales, string heading)
    {
        using var browser = world.App.Browser();
        Assert.Equal(heading, (await world.Client.AuthorizeAsync(browser, ("ui_locales", locales))).Heading);
    }

    [Fact]
    public async Task It_is_spoken_until_the_errand_is_done_and_not_afterwards()
    {
        using var browser = world.App.Browser();
        var choose = await world.Client.AuthorizeAsync(browser, ("ui_locales", "sv"), ("response_mode", "form_post"));
        var form = await browser.GetAsync(choose.LinkStartingWith("/login/habo"));
        Assert.Contains("Logga in", form.Text, StringComparison.Ordinal);
        var patron = world.Ils.Patron("Adult");
        var wrong = await browser.GiveCardAsync(form, patron.Card, "0000");
        Assert.Contains("lang=\"sv\"", wrong.Body, StringComparison.Ordinal);
        var post = await browser.GiveCardAsync(wrong, patron.Card, patron.Pin);
        Assert.Contains("<html lang=\"sv\">", post.Body, StringComparison.Ordinal);
        Assert.NotEmpty(post.FormWith(["code"]).Fields["code"]);
        Assert.Contains("lang=\"en\"", (await browser.GetAsync("/")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_patron_is_told_in_it_too()
    {
        await world.App.Given.OidcResourceAsync("unpaid", "https://unpaid.example/cb");
        using var browser = await world.SignedInAsync();
        var page = await new OidcClient(world.App, "unpaid", "https://unpaid.example/cb").AuthorizeAsync(browser, ("ui_locales", "sv"));
        Assert.Contains("lang=\"sv\"", page.Body, StringComparison.Ordinal);
        Assert.StartsWith("/refused", page.Address.AbsolutePath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_patron_chooses_wins_and_is_remembered()
    {
        using var browser = world.App.Browser();
        var choose = await world.Client.AuthorizeAsync(browser, ("ui_locales", "sv"));
        var chosen = await browser.GetAsync(choose.LinkStartingWith("/login?"));
        Assert.Equal("Choose your library", chosen.Heading);
        Assert.Contains("lang=\"en\"", (await browser.GetAsync(chosen.LinkStartingWith("/login/habo"))).Body, StringComparison.Ordinal);
    }
}
