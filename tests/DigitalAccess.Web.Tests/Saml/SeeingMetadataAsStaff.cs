using System.Net;
using DigitalAccess.Saml2.Tests.Support;
using DigitalAccess.Web.Saml.Metadata;
using DigitalAccess.Web.Staff;
using DigitalAccess.Web.Tests.EndToEnd;
using DigitalAccess.Web.Tests.Staff;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.Saml;

public sealed class SeeingMetadataAsStaff(TestCluster cluster, DemoFixture browsers) : IAsyncLifetime
{
    private const string Address = "/staff/vendors/saml";
    private MetadataRig _rig = null!;
    private StaffRig _staff = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await MetadataRig.StartAsync(cluster);
        _staff = await StaffRig.OnAsync(_rig.App);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Region_staff_see_the_keys_and_what_changed()
    {
        using var browser = await SignedInAsync(StaffRole.Region);
        Assert.Contains("Not fetched yet", (await browser.GetAsync(Address)).Text, StringComparison.Ordinal);
        _rig.PublishGood();
        await _rig.RefreshAsync();
        _rig.PublishGood(d => d.SigningKey.AddAfterSelf(MetadataDraft.KeyOf(DraftCertificates.Stranger, "signing")));
        await _rig.CheckAsync(atOnce: true);
        var page = await browser.GetAsync(Address);
        Assert.Contains("In order", page.Text, StringComparison.Ordinal);
        Assert.Contains(MetadataDraft.EntityId, page.Text, StringComparison.Ordinal);
        foreach (var certificate in new[] { DraftCertificates.Signing, DraftCertificates.Stranger, DraftCertificates.Encryption })
            Assert.Contains(string.Join(' ', certificate.Thumbprint().Chunk(4).Select(digits => new string(digits))), page.Text, StringComparison.Ordinal);
        Assert.Contains($"Added: key for signing: SHA-256 thumbprint {DraftCertificates.Stranger.Thumbprint()}", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_vendor_asks_for_and_what_is_not_used_is_shown()
    {
        _rig.PublishGood(d => d.EncryptionKey.Add(new System.Xml.Linq.XElement(MetadataDraft.Md + "EncryptionMethod", new System.Xml.Linq.XAttribute("Algorithm", "http://www.w3.org/2001/04/xmlenc#aes128-cbc"))));
        await _rig.RefreshAsync();
        using var browser = await SignedInAsync(StaffRole.Region);
        var page = await browser.GetAsync(Address);
        var asked = Assert.Single((await _rig.InUseAsync())!.RequestedAttributes);
        Assert.Contains($"{asked.FriendlyName} {asked.Name} required", page.Text, StringComparison.Ordinal);
        Assert.Contains("A key for encryption is left out", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_is_shown_with_what_to_do_and_worse_when_nothing_is_left_to_go_by()
    {
        _rig.PublishGood();
        await _rig.RefreshAsync();
        _rig.Publish(_rig.Draft().Bytes());
        await _rig.CheckAsync(atOnce: true);
        using var browser = await SignedInAsync(StaffRole.Operator);
        var page = await browser.GetAsync(Address);
        Assert.Contains("Earlier metadata in use", page.Text, StringComparison.Ordinal);
        Assert.Contains("root is not signed", page.Text, StringComparison.Ordinal);
        Assert.Contains("Patrons notice nothing as long as", page.Text, StringComparison.Ordinal);

        // Accepted without the key that is demanded now; and none at all.
        foreach (var nothing in (Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<StoredMetadata>>[])[u => u.SetProperty(m => m.Trust, ""), u => u.SetProperty(m => m.Xml, (string?)null)])
        {
            await _rig.App.WithDbAsync(db => db.StoredMetadata.ExecuteUpdateAsync(nothing));
            page = await browser.GetAsync(Address);
            Assert.Contains("No patron can be let in", page.Text, StringComparison.Ordinal);
            Assert.Contains("patrons are not let in at this vendor", page.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Whoever_does_not_want_to_wait_fetches_now_and_it_is_written_down()
    {
        _rig.PublishGood();
        using var browser = await SignedInAsync(StaffRole.Region);
        var page = await browser.SubmitAsync(await browser.GetAsync(Address), new() { ["slug"] = "films" });
        Assert.Equal(Address, page.Address.AbsolutePath);
        Assert.Contains("In order", page.Text, StringComparison.Ordinal);
        Assert.Equal(1, _rig.Visits);
        Assert.Equal("films", Assert.Single(await _staff.AuditAsync(), e => e.Action == AuditAction.MetadataFetched).Detail);

        var form = (await browser.GetAsync(Address)).FormWith(["slug"]);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync(form.Address, new(form.Fields) { ["slug"] = "nobody" })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(form.Address, new() { ["slug"] = "films" })).Status);
        Assert.Equal(1, _rig.Visits);
    }

    [Fact]
    public async Task A_library_has_no_vendors_of_its_own()
    {
        using var region = await SignedInAsync(StaffRole.Region);
        var form = (await region.GetAsync(Address)).FormWith(["slug"]);
        using var browser = await SignedInAsync(StaffRole.Library);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(Address)).Status);
        var card = (await browser.GetAsync("/staff/card")).FormWith(["Card"]);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync(form.Address, new(card.Fields) { ["slug"] = "films" })).Status);
        Assert.Equal(0, _rig.Visits);
        Assert.DoesNotContain("SAML", (await browser.GetAsync("/staff/card")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_vendor_writes_of_itself_is_no_markup()
    {
        const string name = "https://sp.example.org/acs?<script>";
        _rig.PublishGood();
        await _rig.RefreshAsync();
        _rig.PublishGood(d => d.Role.Element(MetadataDraft.Md + "NameIDFormat")!.Value = name);
        await _rig.CheckAsync(atOnce: true);
        using var browser = await SignedInAsync(StaffRole.Region);
        var page = await browser.GetAsync(Address);
        Assert.Contains("?&lt;script&gt;", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("?<script>", page.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sv-SE", false, false, "Leverantörer via SAML")]
    [InlineData("en-GB", true, true, "Vendors by SAML")]
    public async Task The_page_is_accessible_whatever_it_has_to_tell(string locale, bool phone, bool dark, string heading)
    {
        _rig.PublishGood();
        await _rig.ProviderAsync("broken", "https://broken.example/saml", p => (p.Name, p.Metadata.Address) = ("Tysta förlaget", "no address"));
        await _rig.RefreshAsync();
        _rig.PublishGood(d => d.SigningKey.AddAfterSelf(MetadataDraft.KeyOf(DraftCertificates.Stranger, "signing")));
        await _rig.CheckAsync(atOnce: true);
        _rig.Publish(_rig.Draft().Bytes());
        await _rig.CheckAsync(atOnce: true);
        await _rig.ProviderAsync("new", "https://new.example/saml", p => p.Name = "Nya förlaget");
        using var member = await SignedInAsync(StaffRole.Region);
        await using var window = await browsers.WindowAsync(locale, phone, dark: dark, bypassCsp: true);
        await window.AddCookiesAsync([new() { Name = StaffSessions.CookieName, Value = member.Cookie(StaffSessions.CookieName)!, Url = $"https://{_rig.App.Origin.Authority}/", HttpOnly = true, Secure = true }]);
        var page = await window.NewPageAsync();
        await page.GotoAsync(new Uri(_rig.App.Origin, Address).AbsoluteUri);
        Assert.Equal(heading, await page.Locator("h1").InnerTextAsync());
        await EveryPageIsAccessible.CheckAsync(page);
        if (phone)
            await page.SetViewportSizeAsync(320, 640);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), "wider than the window");
    }

    private async Task<Browser> SignedInAsync(StaffRole role) => await _staff.SignedInAsync(await _staff.ReadyMemberAsync(role.ToString(), role));
}
