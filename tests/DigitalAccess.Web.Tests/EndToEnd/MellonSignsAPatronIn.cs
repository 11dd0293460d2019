using System.Diagnostics;
using System.Net;
using System.Text;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Releases;
using DigitalAccess.Web.Saml;
using DigitalAccess.Web.Saml.Metadata;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.EndToEnd;

/// <summary>
/// A vendor's service provider that is not ours: Apache with mod_auth_mellon and lasso, as Debian packages them, with the metadata
/// that the package's own program makes. Its requests are signed, its answers are sealed, and it verifies the signature of our metadata.
/// </summary>
public sealed class MellonSignsAPatronIn(SamlWorld world) : IClassFixture<SamlWorld>, IAsyncLifetime
{
    private readonly string _slug = $"mellon-{Guid.NewGuid():N}"[..16];
    private readonly Apache _apache = new();

    private string Vendor => _apache.Address;

    public async ValueTask InitializeAsync()
    {
        var metadata = await MakeMetadataAsync();
        var resource = await world.App.Given.ResourceAsync(_slug, AccessMethod.Saml, with: r => r.ServiceProvider = _slug);
        var provider = new ServiceProvider
        {
            Slug = _slug, EntityId = $"{Vendor}/mellon/metadata", VendorId = resource.VendorId, Name = _slug, Sector = $"{_slug}.example", AllowsIdpInitiated = true,
            Releases = [AttributeRelease.Of(ReleaseSource.Library), AttributeRelease.Of(ReleaseSource.AgeBand)],
        };
        await world.App.WithDbAsync(async db =>
        {
            db.ServiceProviders.Add(provider);
            db.StoredMetadata.Add(new StoredMetadata { ServiceProviderId = provider.Id, Xml = metadata });
            await db.SaveChangesAsync();
        });
        await world.App.Given.LicenceAsync(resource, world.Habo.Habo);
        await StartAsync();
    }

    public async ValueTask DisposeAsync() => await _apache.DisposeAsync();

    [Fact]
    public async Task Mellon_gets_the_patrons_attributes()
    {
        using var browser = new Browser(new Uri(Vendor));
        var page = await AnswerAsync(browser);
        Assert.Contains(browser.Trail, a => a.AbsolutePath == "/saml/habo/sso" && a.Query.Contains("&Signature=", StringComparison.Ordinal));
        var carried = new SamlAnswer(Encoding.UTF8.GetString(Convert.FromBase64String(page.FormWith(["SAMLResponse"]).Fields["SAMLResponse"])), null, "");
        Assert.Equal("http://www.w3.org/2009/xmlenc11#aes256-gcm", carried.One("//xenc:EncryptedData/xenc:EncryptionMethod/@Algorithm"));

        var paper = await PostAsync(browser, page);
        Assert.True(paper.Address.AbsoluteUri == $"{Vendor}/read/?page=7", $"{paper.Address} {paper.Status} {paper.Text}\n{await _apache.LogAsync()}");
        Assert.Contains("today's paper", paper.Body, StringComparison.Ordinal);
        Assert.Equal(("habo", "youth"), (paper.Headers["X-Library"], paper.Headers["X-Age-Band"]));
        Assert.Matches("^[a-p]{32,64}$", paper.Headers["X-Subject"]);
    }

    [Fact]
    public async Task The_patron_signs_out_at_the_vendor()
    {
        using var browser = await ReadingAsync();
        var bye = await browser.GetAsync($"{Vendor}/mellon/logout?ReturnTo={Uri.EscapeDataString($"{Vendor}/goodbye")}");
        Assert.True(bye.Address.AbsoluteUri == $"{Vendor}/goodbye", $"{bye.Address} {bye.Status} {bye.Text}\n{await _apache.LogAsync()}");
        Assert.Equal("/login", (await browser.GetAsync(world.App.Origin.AbsoluteUri)).Address.AbsolutePath);
        Assert.Equal("/login/habo", (await browser.GetAsync($"{Vendor}/read/")).Address.AbsolutePath);
    }

    [Fact]
    public async Task The_patron_signs_out_here_and_is_led_to_the_vendor_and_back()
    {
        using var browser = await ReadingAsync();
        var page = await browser.SubmitAsync(await browser.GetAsync(new Uri(world.App.Origin, "signout").AbsoluteUri), []);
        var end = await browser.GetAsync(new Uri(world.App.Origin, page.LinkStartingWith("/signedout/next")).AbsoluteUri);
        Assert.True(end.Address.AbsolutePath == "/signedout", $"{end.Address} {end.Status} {end.Text}\n{await _apache.LogAsync()}");
        Assert.Contains("Closed. The service has signed you out.", end.Text, StringComparison.Ordinal);
        Assert.Contains(browser.Trail, a => a.AbsoluteUri.StartsWith($"{Vendor}/mellon/logout?SAMLRequest=", StringComparison.Ordinal));
        Assert.Equal("/login/habo", (await browser.GetAsync($"{Vendor}/read/")).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_click_in_the_portal_opens_the_vendor_that_has_not_asked()
    {
        using var browser = await world.Habo.SignedInAsync();
        using var click = new HttpRequestMessage(HttpMethod.Get, $"/open/{_slug}");
        click.Headers.Add("Sec-Fetch-Site", "same-origin");
        var paper = await PostAsync(browser, await browser.SendAsync(click));
        Assert.True(paper.Address.AbsoluteUri == $"{Vendor}/read/", $"{paper.Address} {paper.Status} {paper.Text}\n{await _apache.LogAsync()}");
        Assert.Equal("adult", paper.Headers["X-Age-Band"]);
    }

    /// <summary>One that lets everybody in would prove nothing.</summary>
    [Fact]
    public async Task An_answer_that_was_changed_on_the_way_opens_nothing()
    {
        using var browser = new Browser(new Uri(Vendor));
        var (address, fields) = (await AnswerAsync(browser)).FormWith(["SAMLResponse"]);
        var xml = Encoding.UTF8.GetString(Convert.FromBase64String(fields["SAMLResponse"]));
        var place = xml.LastIndexOf("<xenc:CipherValue>", StringComparison.Ordinal) + 200;
        fields["SAMLResponse"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{xml[..place]}{(xml[place] == 'A' ? 'B' : 'A')}{xml[(place + 1)..]}"));
        var refused = await browser.PostAsync(address, fields);
        Assert.NotEqual(HttpStatusCode.OK, refused.Status);
        Assert.Equal("/mellon/postResponse", refused.Address.AbsolutePath);
        Assert.Equal("localhost", (await browser.GetAsync($"{Vendor}/read/")).Address.Host);
    }

    [Fact]
    public async Task Metadata_of_ours_that_was_changed_on_the_way_is_not_taken()
    {
        await File.WriteAllTextAsync(_apache.File("idp.xml"), (await File.ReadAllTextAsync(_apache.File("idp.xml"))).Replace(">Habo ", ">Gislaved ", StringComparison.Ordinal));
        using var browser = new Browser(new Uri(Vendor));
        Assert.Equal(HttpStatusCode.InternalServerError, (await browser.GetAsync($"{Vendor}/read/")).Status);
        Assert.Contains("Failed to verify signature", await _apache.LogAsync(), StringComparison.Ordinal);
    }

    /// <summary>
    /// Mellon has the state carry the whole address that the patron wanted, however long; the standard allows 80 bytes (SAML Bindings
    /// 3.4.3), of which lasso warns in its log.
    /// </summary>
    [Fact]
    public async Task A_longer_address_than_the_state_may_hold_ends_on_a_page_that_tells_the_vendor_why()
    {
        using var browser = new Browser(new Uri(Vendor));
        var refused = await browser.GetAsync($"{Vendor}/read/?page={new string('7', 90)}");
        Assert.Equal((HttpStatusCode.BadRequest, "/saml/habo/sso"), (refused.Status, refused.Address.AbsolutePath));
        Assert.Contains("saml-relaystate The RelayState is longer than 80 bytes", refused.Text, StringComparison.Ordinal);
    }

    private async Task<Browser> ReadingAsync()
    {
        var browser = new Browser(new Uri(Vendor));
        Assert.Contains("today's paper", (await PostAsync(browser, await AnswerAsync(browser))).Body, StringComparison.Ordinal);
        return browser;
    }

    /// <summary>The patron wants to read, logs in on the way, and is shown the page that posts the answer.</summary>
    private async Task<Answer> AnswerAsync(Browser browser)
    {
        var form = await browser.GetAsync($"{Vendor}/read/?page=7");
        Assert.True(form.Address.AbsolutePath == "/login/habo", $"{form.Address} {form.Status} {form.Text}\n{await _apache.LogAsync()}");
        var patron = world.Habo.Ils.Patron("Teen");
        return await browser.GiveCardAsync(form, patron.Card, patron.Pin);
    }

    private static Task<Answer> PostAsync(Browser browser, Answer page)
    {
        var (address, fields) = page.FormWith(["SAMLResponse"]);
        return browser.PostAsync(address, fields);
    }

    /// <summary>By the program that the package brings for it: a key pair and metadata that names it for signing and for sealing.</summary>
    private async Task<string> MakeMetadataAsync()
    {
        using var make = Process.Start(new ProcessStartInfo("/usr/sbin/mellon_create_metadata", [$"{Vendor}/mellon/metadata", $"{Vendor}/mellon"])
        {
            WorkingDirectory = _apache.Folder, RedirectStandardOutput = true,
        })!;
        await make.StandardOutput.ReadToEndAsync();
        await make.WaitForExitAsync();
        Assert.Equal(0, make.ExitCode);
        return await File.ReadAllTextAsync(Made("xml"));
    }

    private string Made(string kind) => Assert.Single(Directory.GetFiles(_apache.Folder, $"http*.{kind}"));

    private async Task StartAsync()
    {
        using var browser = world.App.Browser();
        await File.WriteAllTextAsync(_apache.File("idp.xml"), (await browser.GetAsync($"/saml/habo/metadata/{_slug}")).Body);
        await File.WriteAllTextAsync(_apache.File("idp.pem"), (await world.CertificatesAsync())[0].ExportCertificatePem());
        await _apache.StartAsync("auth_mellon",
            $"""
            MellonLockFile {_apache.File("mellon.lock")}
            <Location />
              MellonEnable info
              MellonEndpointPath /mellon
              MellonSPMetadataFile {Made("xml")}
              MellonSPPrivateKeyFile {Made("key")}
              MellonSPCertFile {Made("cert")}
              MellonIdPMetadataFile {_apache.File("idp.xml")} {_apache.File("idp.pem")}
              MellonDefaultLoginPath /read/
              MellonSetEnvNoPrefix READER_LIBRARY urn:digitalaccess:attribute:library
              MellonSetEnvNoPrefix READER_AGE_BAND urn:digitalaccess:attribute:age_band
            </Location>
            <Location /read>
              AuthType Mellon
              MellonEnable auth
              Require valid-user
              Header always set X-Library "%"{"{READER_LIBRARY}"}e
              Header always set X-Age-Band "%"{"{READER_AGE_BAND}"}e
              Header always set X-Subject "%"{"{MELLON_NAME_ID}"}e
            </Location>
            """.Replace("\"%\"", "%", StringComparison.Ordinal));
    }
}
