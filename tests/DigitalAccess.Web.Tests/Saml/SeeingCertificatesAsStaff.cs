using System.Net;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Saml.Certificates;
using DigitalAccess.Web.Staff;
using DigitalAccess.Web.Tests.EndToEnd;
using DigitalAccess.Web.Tests.Staff;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalAccess.Web.Tests.Saml;

public sealed class SeeingCertificatesAsStaff(TestCluster cluster, DemoFixture browsers) : IAsyncLifetime
{
    private const string Address = "/staff/certificates";
    private StaffRig _staff = null!;

    private BrokerApp App => _staff.App;

    public async ValueTask InitializeAsync() => _staff = await StaffRig.StartAsync(cluster);

    public ValueTask DisposeAsync() => _staff.DisposeAsync();

    [Fact]
    public async Task Region_staff_see_the_certificates_of_each_owner_and_what_each_vendor_is_sent()
    {
        await VendorAsync("film");
        var old = Assert.Single(await RsaAsync());
        using var browser = await SignedInAsync(StaffRole.Region);
        var page = await browser.GetAsync(Address);
        Assert.Contains("Shared by libraries without a certificate of their own", page.Text, StringComparison.Ordinal);
        Assert.Contains(Short(old), page.Text, StringComparison.Ordinal);
        Assert.Contains("1,824", page.Text, StringComparison.Ordinal);
        Assert.Contains("No change ahead", page.Text, StringComparison.Ordinal);
        Assert.Contains("Nothing ahead", page.Text, StringComparison.Ordinal);
        Assert.Contains("/saml/habo/metadata/film", page.Text, StringComparison.Ordinal);

        await OwnAsync(_staff.Habo);
        page = await browser.GetAsync(Address);
        Assert.Contains("Habo bibliotek", page.Text, StringComparison.Ordinal);
        Assert.Contains("No vendor is sent anything that these sign.", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vendor_that_has_not_seen_the_next_certificate_is_shown_with_what_to_do_and_worse_when_the_day_is_near()
    {
        await VendorAsync("film");
        await AnnounceAsync();
        using var browser = await SignedInAsync(StaffRole.Operator);
        var page = await browser.GetAsync(Address);
        Assert.Contains("Has not seen the new one", page.Text, StringComparison.Ordinal);
        Assert.Contains("Ask the vendor to fetch the metadata at its own address.", page.Text, StringComparison.Ordinal);
        Assert.Contains("Metadata to send: 1 of 1 libraries", page.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"/saml/habo\" download=\"metadata-habo.xml\"", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/saml/habo/metadata", page.Body, StringComparison.Ordinal);

        await PassAsync(17);
        using var later = await SignedInAsync(StaffRole.Operator, "later");
        page = await later.GetAsync(Address);
        Assert.Contains("comes before the vendor has seen the new certificate", page.Text, StringComparison.Ordinal);

        await FetchAsync("/saml/habo/metadata/film");
        page = await later.GetAsync(Address);
        Assert.Contains("Has seen the new one", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Metadata to send", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("comes before", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fetch_at_the_common_address_or_before_the_announcement_shows_nothing_of_the_vendor()
    {
        await VendorAsync("film");
        await FetchAsync("/saml/habo/metadata/film");
        await AnnounceAsync();
        await FetchAsync("/saml/habo");
        using var browser = await SignedInAsync(StaffRole.Region);
        Assert.Contains("Has not seen the new one", (await browser.GetAsync(Address)).Text, StringComparison.Ordinal);
        await PassAsync(31);
        using var later = await SignedInAsync(StaffRole.Region, "later");
        Assert.Contains("The vendor is sent what a certificate signs that it has not seen", (await later.GetAsync(Address)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vendor_of_several_libraries_has_seen_it_when_it_has_fetched_all_and_a_day_of_its_own_is_told()
    {
        await VendorAsync("film", _staff.Tranas);
        await App.WithDbAsync(db => db.ServiceProviders.ExecuteUpdateAsync(u => u.SetProperty(p => p.NewCertificateFrom, _staff.Habo.LocalDate(App.Clock.GetUtcNow()).AddDays(50))));
        await AnnounceAsync();
        await FetchAsync("/saml/habo/metadata/film");
        using var browser = await SignedInAsync(StaffRole.Region);
        var page = await browser.GetAsync(Address);
        Assert.Contains("Metadata to send: 1 of 2 libraries", page.Text, StringComparison.Ordinal);
        Assert.Contains("its own day, to", page.Text, StringComparison.Ordinal);
        await FetchAsync("/saml/tranas/metadata/film");
        Assert.Contains("Has seen the new one", (await browser.GetAsync(Address)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificates_of_the_rarer_kind_are_shown_where_a_vendor_uses_them_or_soon_will()
    {
        await VendorAsync("film");
        using var browser = await SignedInAsync(StaffRole.Region);
        Assert.DoesNotContain("ECDSA", (await browser.GetAsync(Address)).Text, StringComparison.Ordinal);
        await App.WithDbAsync(async db =>
        {
            var film = await db.ServiceProviders.SingleAsync();
            (film.SignatureAlgorithm, film.AlgorithmChange) = ("ecdsa-sha256", new AnnouncedChange(App.Clock.GetUtcNow(), App.Clock.GetUtcNow().AddDays(30)));
            await db.SaveChangesAsync();
        });
        var page = await browser.GetAsync(Address);
        Assert.Contains("ECDSA", page.Text, StringComparison.Ordinal);
        Assert.Contains("Has not seen the new one", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("its own day", page.Text, StringComparison.Ordinal);
        await App.Services.GetRequiredService<RegionSnapshots>().ReloadAsync(TestContext.Current.CancellationToken);
        await FetchAsync("/saml/habo/metadata/film");
        Assert.Contains("Has seen the new one", (await browser.GetAsync(Address)).Text, StringComparison.Ordinal);
        await PassAsync(30);
        using var later = await SignedInAsync(StaffRole.Region, "later");
        Assert.Contains("No change ahead", (await later.GetAsync(Address)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_library_does_not_see_the_regions_certificates()
    {
        using var browser = await SignedInAsync(StaffRole.Library);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(Address)).Status);
        Assert.DoesNotContain(Address, (await browser.GetAsync("/staff/card")).Body, StringComparison.Ordinal);
        using var region = await SignedInAsync(StaffRole.Region);
        foreach (var path in new[] { "/staff", "/staff/vendors/saml" })
            Assert.Contains($"href=\"{Address}\"", (await region.GetAsync(path)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sv-SE", false, false, "Bibliotekens certifikat")]
    [InlineData("en-GB", true, true, "Certificates of the libraries")]
    public async Task The_page_is_accessible_whatever_it_has_to_tell(string locale, bool phone, bool dark, string heading)
    {
        await VendorAsync("film", _staff.Tranas);
        await VendorAsync("behind");
        await FetchAsync("/saml/habo/metadata/behind");
        await OwnAsync(_staff.Tranas);
        await AnnounceAsync();
        await PassAsync(31);
        await VendorAsync("seen");
        await VendorAsync("late");
        await App.WithDbAsync(db => db.ServiceProviders.Where(p => p.Slug == "late" || p.Slug == "seen").ExecuteUpdateAsync(
            u => u.SetProperty(p => p.NewCertificateFrom, _staff.Habo.LocalDate(App.Clock.GetUtcNow()).AddDays(50))));
        await FetchAsync("/saml/habo/metadata/seen");
        using var member = await SignedInAsync(StaffRole.Region);
        await using var window = await browsers.WindowAsync(locale, phone, dark: dark, bypassCsp: true);
        await window.AddCookiesAsync([new() { Name = StaffSessions.CookieName, Value = member.Cookie(StaffSessions.CookieName)!, Url = $"https://{App.Origin.Authority}/", HttpOnly = true, Secure = true }]);
        var page = await window.NewPageAsync();
        await page.GotoAsync(new Uri(App.Origin, Address).AbsoluteUri);
        Assert.Equal(heading, await page.Locator("h1").InnerTextAsync());
        Assert.True(await page.Locator(".notice").CountAsync() >= 2);
        foreach (var details in await page.Locator("summary").AllAsync())
            await details.ClickAsync();
        await EveryPageIsAccessible.CheckAsync(page);
        if (Environment.GetEnvironmentVariable("DA_SCREENSHOT") is { } file)
            await page.ScreenshotAsync(new() { Path = $"{file}-{locale}.png", FullPage = true });
        if (phone)
            await page.SetViewportSizeAsync(320, 640);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), "wider than the window");
    }

    /// <summary>A vendor that Habo pays for, and perhaps another library.</summary>
    private async Task VendorAsync(string name, Library? also = null)
    {
        var resource = await new SamlParty(App, name).RegisterAsync(p => p.Name = $"Förlaget {name}");
        await App.Given.LicenceAsync(resource, _staff.Habo);
        if (also is not null)
            await App.Given.LicenceAsync(resource, also);
    }

    private async Task AnnounceAsync()
    {
        Assert.NotEmpty(await App.WithAsync<CertificateMaker, IReadOnlyList<SamlCertificate>>(m => m.AnnounceAsync(null, _ => true, TestContext.Current.CancellationToken)));
        await LookAsync();
    }

    private async Task OwnAsync(Library library)
    {
        await App.WithDbAsync(async db =>
        {
            (await db.Libraries.SingleAsync(l => l.Id == library.Id)).IdentityProvider = new() { OwnCertificate = true };
            await db.SaveChangesAsync();
        });
        await App.WithAsync<CertificateMaker, bool>(async m =>
        {
            await m.RotateAsync(TestContext.Current.CancellationToken);
            return true;
        });
        await App.Services.GetRequiredService<RegionSnapshots>().ReloadAsync(TestContext.Current.CancellationToken);
        await LookAsync();
    }

    private Task LookAsync() => App.Services.GetRequiredService<SamlKeys>().LoadAsync(TestContext.Current.CancellationToken);

    private async Task PassAsync(int days)
    {
        App.Clock.Advance(TimeSpan.FromDays(days));
        await LookAsync();
    }

    private async Task FetchAsync(string address)
    {
        using var vendor = App.Browser();
        Assert.Equal(HttpStatusCode.OK, (await vendor.GetAsync(address)).Status);
    }

    private async Task<List<SamlCertificate>> RsaAsync() => await App.WithDbAsync(db => db.SamlCertificates.AsNoTracking().Where(c => c.Kind == CertificateKind.Rsa).ToListAsync());

    private static string Short(SamlCertificate certificate) => string.Join(' ', certificate.Thumbprint[..16].Chunk(4).Select(digits => new string(digits)));

    private async Task<Browser> SignedInAsync(StaffRole role, string? name = null) => await _staff.SignedInAsync(await _staff.ReadyMemberAsync(name ?? role.ToString(), role));
}
