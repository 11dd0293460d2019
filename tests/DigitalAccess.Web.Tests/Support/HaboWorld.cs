using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Libraries;

namespace DigitalAccess.Web.Tests.Support;

/// <summary>The usual stage: Habo with its ILS, and a newspaper kiosk that Habo pays for. One per test class.</summary>
public sealed class HaboWorld(TestCluster cluster) : IAsyncLifetime
{
    internal const string Redirect = "https://kiosk.example/signin-oidc";

    internal TestCluster Cluster { get; } = cluster;

    /// <summary>Settings that differ from every other stage's.</summary>
    internal Dictionary<string, string?>? Settings { get; init; }

    internal BrokerApp App { get; private set; } = null!;
    internal SimulatedIls Ils { get; } = SimulatedIls.Start(new SimulatedIlsOptions { LockAfter = 1000 });
    internal Library Habo { get; private set; } = null!;
    internal Resource Kiosk { get; private set; } = null!;
    internal OidcClient Client => new(App, "kiosk", Redirect);

    public async ValueTask InitializeAsync()
    {
        App = await BrokerApp.StartAsync(await Cluster.CreateDatabaseAsync("habo"), Settings);
        Habo = await App.Given.LibraryAsync("habo", Ils);
        Kiosk = await App.Given.OidcResourceAsync("kiosk", Redirect, p => p.PostLogoutRedirectUris = ["https://kiosk.example/signed-out"]);
        await App.Given.LicenceAsync(Kiosk, Habo);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Ils.DisposeAsync();
    }

    internal async Task<Answer> SignInAsync(Browser browser, string scenario = "Adult", string library = "habo")
    {
        var patron = Ils.Patron(scenario);
        return await browser.GiveCardAsync(library, patron.Card, patron.Pin);
    }

    internal async Task<Browser> SignedInAsync(string scenario = "Adult")
    {
        var browser = App.Browser();
        var page = await SignInAsync(browser, scenario);
        Assert.NotNull(browser.Cookie("__Host-da_session"));
        Assert.Equal("/", page.Address.AbsolutePath);
        return browser;
    }

    /// <summary>A code for a patron who is signed in.</summary>
    internal async Task<string> CodeAsync(OidcClient client, Browser browser, params (string, string?)[] changes)
    {
        var answer = await client.AuthorizeAsync(browser, changes);
        Assert.True(answer.Location is not null, $"no redirect to the client: {answer.Status} {answer.Text}");
        return answer.Query["code"];
    }
}
