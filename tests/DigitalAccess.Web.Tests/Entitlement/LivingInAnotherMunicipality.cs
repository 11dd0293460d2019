using System.Net;
using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Entitlement;

/// <summary>A licence for residents: the ILS's home library code, the library's own table of codes, and the licence's coverage, joined through HTTP.</summary>
public sealed class LivingInAnotherMunicipality(HaboWorld world) : IClassFixture<HaboWorld>, IAsyncLifetime
{
    private readonly SimulatedIls _ils = SimulatedIls.Start(new SimulatedIlsOptions { CardPrefix = "2352961", Branches = ["HAB", "MUL", "UNK"] });
    private readonly string _unique = $"{Guid.NewGuid():N}"[..8];
    private Resource _forResidents = null!;

    public async ValueTask InitializeAsync()
    {
        // One ILS and one card for two municipalities; the licence covers those who live in the second.
        await world.App.Given.LibraryAsync($"shared-{_unique}", _ils, l => l.AccessRules.ResidenceByHomeLibrary = new() { ["HAB"] = $"shared-{_unique}", ["MUL"] = $"mullsjo-{_unique}" });
        var mullsjo = await world.App.Given.LibraryAsync($"mullsjo-{_unique}");
        _forResidents = await world.App.Given.ResourceAsync($"residents-{_unique}");
        await world.App.Given.LicenceAsync(_forResidents, mullsjo, l => l.Terms = new LicenceTerms { Basis = LicenceBasis.Residence });
    }

    public ValueTask DisposeAsync() => _ils.DisposeAsync();

    [Theory]
    [InlineData("MUL", true)]
    [InlineData("HAB", false)]
    [InlineData("UNK", false)]
    public async Task Who_lives_there_gets_in_and_who_has_only_the_card_does_not(string branch, bool opens)
    {
        var patron = _ils.Patrons.First(p => p.HomeLibrary == branch && p.Flags == SimulatedFlags.None && p.Pin.Length > 0 && p.Scenario is null);
        using var browser = world.App.Browser();
        var portal = await browser.GiveCardAsync($"shared-{_unique}", patron.Card, patron.Pin);
        Assert.Equal("/", portal.Address.AbsolutePath);
        Assert.Equal(opens, portal.Body.Contains($"/launch/{_forResidents.Slug}", StringComparison.Ordinal));

        var launch = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/launch/{_forResidents.Slug}"));
        if (opens)
        {
            Assert.Equal($"https://vendor.example/{_forResidents.Slug}", launch.Location!.AbsoluteUri);
            return;
        }

        var page = await browser.GetAsync(launch.Location!.AbsoluteUri);
        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Contains("/help/residence-not-covered", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_licence_for_residents_of_every_library_still_needs_a_residence_that_is_known()
    {
        var everywhere = await world.App.Given.ResourceAsync($"everywhere-{_unique}");
        await world.App.Given.LicenceAsync(everywhere, with: l => l.Terms = new LicenceTerms { Basis = LicenceBasis.Residence });
        foreach (var (branch, opens) in new[] { ("HAB", true), ("UNK", false) })
        {
            var patron = _ils.Patrons.First(p => p.HomeLibrary == branch && p.Pin.Length > 0 && p.Scenario is null);
            using var browser = world.App.Browser();
            var portal = await browser.GiveCardAsync($"shared-{_unique}", patron.Card, patron.Pin);
            Assert.Equal(opens, portal.Body.Contains($"/launch/{everywhere.Slug}", StringComparison.Ordinal));
        }
    }
}
