namespace DigitalAccess.Web.Tests.Conformance;

/// <summary>Whether the patron has to log in again, and as whom.</summary>
public abstract partial class BasicModules
{
    [Module("oidcc-prompt-login", "a signed-in patron types card and PIN again, and auth_time is later")]
    public async Task PromptLogin()
    {
        using var party = NewParty();
        var first = await party.SignInAsync();
        World.App.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await party.SignInAsync(("prompt", "login"));
        Assert.Equal(1, second.Visit.Logins);
        Assert.True(second.AuthTime > first.AuthTime);
    }

    [Module("oidcc-prompt-none-not-logged-in", "login_required without a page, and a state of 128 characters comes back whole")]
    public async Task PromptNoneNotLoggedIn()
    {
        using var party = NewParty();
        Assert.Equal("login_required", await party.RefusedAsync(("prompt", "none"), ("state", new string('s', 120) + "-._~+/=%")));
    }

    [Module("oidcc-prompt-none-logged-in", "no page; the same sub and the same auth_time as before")]
    public async Task PromptNoneLoggedIn()
    {
        using var party = NewParty();
        var first = await party.SignInAsync();
        AssertSameSignIn(first, await party.SignInAsync(("prompt", "none")));
    }

    [Module("oidcc-max-age-1", "two seconds after the login it is asked for again; auth_time is there, later and recent")]
    public async Task MaxAge1()
    {
        using var party = NewParty();
        var first = await party.SignInAsync();
        World.App.Clock.Advance(TimeSpan.FromSeconds(2));
        var second = await party.SignInAsync(("max_age", "1"));
        Assert.Equal(1, second.Visit.Logins);
        Assert.True(second.AuthTime > first.AuthTime);
        Assert.InRange(World.App.Clock.GetUtcNow().ToUnixTimeSeconds() - second.AuthTime, 0, 60);
    }

    [Module("oidcc-max-age-10000", "within the time nobody logs in again; the same sub and auth_time in both ID tokens")]
    public async Task MaxAge10000()
    {
        using var party = NewParty();
        var first = await party.SignInAsync(("max_age", "15000"));
        AssertSameSignIn(first, await party.SignInAsync(("max_age", "10000")));
    }

    [Module("oidcc-id-token-hint", "prompt=none with the first ID token as hint gives the same sub and auth_time")]
    public async Task IdTokenHint()
    {
        using var party = NewParty();
        var first = await party.SignInAsync();
        AssertSameSignIn(first, await party.SignInAsync(("prompt", "none"), ("id_token_hint", first.IdToken)));
    }

    [Module("oidcc-login-hint", "a login_hint is no error")]
    public async Task LoginHint()
    {
        using var party = NewParty();
        await party.SignInAsync(("login_hint", "buffy@rp.example"));
    }

    [Module("oidcc-ui-locales", "ui_locales is no error, and the first language that we speak is spoken")]
    public async Task UiLocales()
    {
        using var party = NewParty();
        var tokens = await party.SignInAsync(("ui_locales", "se fr-CA sv en"));
        Assert.Equal((1, "sv"), (tokens.Visit.Logins, tokens.Visit.Language));
    }

    [Module("oidcc-claims-locales", "claims_locales is no error")]
    public async Task ClaimsLocales()
    {
        using var party = NewParty();
        await party.SignInAsync(("claims_locales", "se"));
    }

    [Module("oidcc-display-page", "display=page is no error")]
    public async Task DisplayPage()
    {
        using var party = NewParty();
        await party.SignInAsync(("display", "page"));
    }

    [Module("oidcc-display-popup", "display=popup is no error")]
    public async Task DisplayPopup()
    {
        using var party = NewParty();
        await party.SignInAsync(("display", "popup"));
    }

    [Module("oidcc-ensure-request-with-acr-values-succeeds", "acr_values is no error, and acr is one of those wished for, which the metadata announces")]
    public async Task EnsureRequestWithAcrValuesSucceeds()
    {
        using var party = NewParty();
        var announced = (await party.AskAsync("discover", new { })).GetProperty("acr_values_supported").EnumerateArray().Select(v => v.GetString()!).ToList();
        var tokens = await party.SignInAsync(("acr_values", string.Join(' ', announced)));
        Assert.Contains(tokens.Claims.GetProperty("acr").GetString()!, announced);
    }

    private static void AssertSameSignIn(Tokens first, Tokens second)
    {
        Assert.Equal(0, second.Visit.Logins);
        Assert.Equal((first.Subject, first.AuthTime), (second.Subject, second.AuthTime));
    }
}
