using System.Text.Json;
using DigitalAccess.Ils.Sip2;
using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary><c>acr</c> and <c>amr</c> say what happened at the library's desk in our pages, whatever was wished for.</summary>
public sealed class SayingHowThePatronSignedIn(HaboWorld world) : IClassFixture<HaboWorld>
{
    private const string CardAndPin = "urn:digitalaccess:acr:library-card";
    private const string CardAlone = "urn:digitalaccess:acr:card-number";

    [Theory]
    [InlineData(null)]
    [InlineData("urn:mace:incommon:iap:silver " + CardAlone)]
    public async Task A_card_and_a_PIN_are_called_that_even_if_something_else_was_wished_for(string? wished)
    {
        using var browser = await world.SignedInAsync();
        var claims = await ClaimsAsync(browser, ("acr_values", wished));
        Assert.Equal(CardAndPin, claims.GetProperty("acr").GetString());
        Assert.Equal(["pin"], claims.GetProperty("amr").EnumerateArray().Select(v => v.GetString()));
    }

    [Fact]
    public async Task A_card_alone_is_not_called_more_than_it_is()
    {
        await using var ils = SimulatedIls.Start(new SimulatedIlsOptions { CardPrefix = "2352980" });
        var library = await world.App.Given.LibraryAsync("nopins", ils, l => l.LoginForm.AsksForPin = false, s => s with { PinMode = PinMode.None, MissingCq = MissingCq.Accept });
        await world.App.Given.LicenceAsync(world.Kiosk, library);
        using var browser = world.App.Browser();
        await browser.SubmitAsync(await browser.GetAsync("/login/nopins"), new() { ["card"] = ils.Patron("Adult").Card });
        var claims = await ClaimsAsync(browser);
        Assert.Equal(CardAlone, claims.GetProperty("acr").GetString());
        Assert.False(claims.TryGetProperty("amr", out _));
    }

    [Theory]
    [InlineData("""{"id_token":{"acr":{"essential":true,"value":"urn:mace:incommon:iap:gold"}}}""", "unmet_authentication_requirements")]
    [InlineData("""{"id_token":{"acr":{"essential":true,"values":["urn:mace:incommon:iap:gold","urn:digitalaccess:acr:card-number"]}}}""", "unmet_authentication_requirements")]
    [InlineData("""{"id_token":{"acr":{"essential":true,"values":["urn:mace:incommon:iap:gold","urn:digitalaccess:acr:library-card"]}}}""", null)]
    [InlineData("""{"id_token":{"acr":{"essential":true}}}""", null)]
    [InlineData("""{"id_token":{"acr":{"values":["urn:mace:incommon:iap:gold"]}}}""", null)]
    public async Task A_level_that_is_demanded_and_not_reached_gives_an_error_and_no_token_of_another(string claims, string? error)
    {
        using var browser = await world.SignedInAsync();
        var answer = await world.Client.AuthorizeAsync(browser, ("claims", claims));
        Assert.Equal(error, answer.Query.GetValueOrDefault("error"));
        Assert.Equal(error is null, answer.Query.ContainsKey("code"));
    }

    [Fact]
    public async Task Nobody_signs_in_for_a_level_that_no_library_has()
    {
        using var browser = world.App.Browser();
        var answer = await world.Client.AuthorizeAsync(browser, ("claims", """{"id_token":{"acr":{"essential":true,"value":"urn:mace:incommon:iap:gold"}}}"""));
        Assert.Equal("unmet_authentication_requirements", answer.Query["error"]);
        Assert.DoesNotContain(browser.Trail, address => address.AbsolutePath.StartsWith("/login", StringComparison.Ordinal));
    }

    private async Task<JsonElement> ClaimsAsync(Browser browser, params (string, string?)[] changes)
    {
        var client = world.Client;
        return OidcClient.Payload((await client.RedeemAsync(await world.CodeAsync(client, browser, changes))).IdToken);
    }
}
