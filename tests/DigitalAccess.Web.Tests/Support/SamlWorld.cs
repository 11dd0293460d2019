using System.Security.Cryptography.X509Certificates;
using DigitalAccess.Web.Catalogue;

namespace DigitalAccess.Web.Tests.Support;

/// <summary>Habo's stage with a vendor by SAML.</summary>
public sealed class SamlWorld(TestCluster cluster) : IAsyncLifetime
{
    internal HaboWorld Habo { get; } = new(cluster);
    internal BrokerApp App => Habo.App;

    /// <summary>Signs nothing, and wants nothing in particular.</summary>
    internal SamlParty Plain { get; private set; } = null!;
    internal Resource PlainResource { get; private set; } = null!;

    /// <summary>Signs its requests.</summary>
    internal SamlParty Signing { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Habo.InitializeAsync();
        Plain = new SamlParty(App, "plain");
        PlainResource = await Plain.RegisterAsync();
        await App.Given.LicenceAsync(PlainResource, Habo.Habo);
        Signing = new SamlParty(App, "signing") { SignsRequests = true };
        await App.Given.LicenceAsync(await Signing.RegisterAsync(p => p.NameId = DigitalAccess.Web.Saml.ServiceProviderNameId.Persistent), Habo.Habo);
    }

    public ValueTask DisposeAsync() => Habo.DisposeAsync();

    /// <summary>Another vendor, that Habo pays for.</summary>
    internal async Task<SamlParty> PartyAsync(SamlParty party, Action<DigitalAccess.Web.Saml.ServiceProvider>? with = null)
    {
        await App.Given.LicenceAsync(await party.RegisterAsync(with), Habo.Habo);
        return party;
    }

    /// <summary>Certificates of the library's metadata.</summary>
    internal async Task<List<X509Certificate2>> CertificatesAsync(string library = "habo")
    {
        using var browser = App.Browser();
        var metadata = await browser.GetAsync($"/saml/{library}");
        return [.. new SamlAnswer(metadata.Body, null, "").Nodes("//ds:X509Certificate").Skip(1).Select(c => X509CertificateLoader.LoadCertificate(Convert.FromBase64String(c)))];
    }

    /// <summary>The party sends a browser with a request and gets it back with the answer.</summary>
    internal async Task<SamlAnswer> SignInAsync(Browser browser, SamlParty party, string attributes = "", string inner = "", string? relayState = null) =>
        party.Answer(await browser.GetAsync(SamlParty.Redirect(party.Sso(), party.Request(SamlParty.NewId(), attributes, inner), relayState, party.SignsRequests)));
}
