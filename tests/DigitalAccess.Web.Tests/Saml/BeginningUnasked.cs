using System.Net;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.Saml;

/// <summary>A click here opens a vendor that has not asked (SAML Profiles 4.1.5): only where both sides allow it, and only by the patron's own hand.</summary>
public sealed class BeginningUnasked(SamlWorld world) : IClassFixture<SamlWorld>, IAsyncLifetime
{
    private SamlParty _open = null!;

    public async ValueTask InitializeAsync()
    {
        _open = new SamlParty(world.App, "open");
        if (await world.App.WithDbAsync(db => db.ServiceProviders.AnyAsync(p => p.Slug == "open")))
            return;
        await world.PartyAsync(_open, p => (p.AllowsIdpInitiated, p.RelayStates) = (true, ["https://open.example/start"]));
        await world.App.WithDbAsync(db => db.Resources.Where(r => r.Slug == "open").ExecuteUpdateAsync(u => u.SetProperty(r => r.TitleUrl, "https://open.example/title/{title}")));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_click_in_the_portal_opens_the_vendor_with_an_answer_to_no_request()
    {
        using var browser = await world.Habo.SignedInAsync();
        var answer = _open.Answer(await FromOurPageAsync(browser, "/launch/open"));
        Assert.Equal((true, _open.Acs, (string?)null), (answer.IsSuccess, answer.PostedTo, answer.RelayState));
        Assert.Empty(answer.Nodes("//@InResponseTo"));
        Assert.True(SamlParty.Verifies(answer.Document, answer.Document.DocumentElement!, await world.CertificatesAsync()));
    }

    [Fact]
    public async Task Each_click_is_counted()
    {
        using var browser = await world.Habo.SignedInAsync();
        var before = await CountAsync();
        await FromOurPageAsync(browser, "/launch/open");
        await FromOurPageAsync(browser, "/launch/open");
        Assert.Equal(before + 2, await CountAsync());

        Task<int> CountAsync() => world.App.WithDbAsync(db => db.UsageEvents.CountAsync(e => e.LicenceId != null
            && db.Resources.Any(r => r.Slug == "open" && r.Id == e.ResourceId)));
    }

    [Fact, Trait("Case", "SAML-077")]
    public async Task A_link_on_another_site_gets_a_page_with_a_button_and_no_answer()
    {
        using var browser = await world.Habo.SignedInAsync();
        foreach (var site in new[] { "cross-site", "same-site", null })
        {
            var page = await FromAsync(browser, "/open/open", site);
            Assert.Equal((HttpStatusCode.OK, "Open open"), (page.Status, page.Heading));
            Assert.DoesNotContain("SAMLResponse", page.Body, StringComparison.Ordinal);
            Assert.True(_open.Answer(await browser.SubmitAsync(page, new() { ["title"] = "" })).IsSuccess);
        }
    }

    [Fact, Trait("Case", "SAML-077")]
    public async Task Another_sites_form_opens_nothing()
    {
        using var browser = await world.Habo.SignedInAsync();
        var page = await browser.PostAsync("/open/open", [], r => r.Headers.Add("Sec-Fetch-Site", "cross-site"));
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/open/open", [])).Status);
    }

    [Fact]
    public async Task A_title_travels_as_the_state_and_a_state_only_if_it_is_registered()
    {
        using var browser = await world.Habo.SignedInAsync();
        Assert.Equal("https://open.example/title/dn%20kultur", _open.Answer(await FromOurPageAsync(browser, "/launch/open?title=dn%20kultur")).RelayState);
        Assert.Equal("https://open.example/start", _open.Answer(await FromOurPageAsync(browser, "/open/open?state=https://open.example/start")).RelayState);
        foreach (var state in new[] { "https://open.example/start/", "javascript:alert(1)", "https://evil.example/", "" })
        {
            var page = await FromOurPageAsync(browser, $"/open/open?state={Uri.EscapeDataString(state)}");
            Assert.True(state.Length == 0 ? page.Status == HttpStatusCode.OK : page.Status == HttpStatusCode.NotFound, $"{state}: {page.Status}");
        }

        Assert.Null(_open.Answer(await FromOurPageAsync(browser, $"/open/open?title={new string('x', 90)}")).RelayState);
    }

    [Fact]
    public async Task A_vendor_that_takes_nobody_unasked_is_opened_by_its_own_sign_in()
    {
        using var browser = await world.Habo.SignedInAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await FromOurPageAsync(browser, "/open/plain")).Status);
        var launch = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/launch/plain"));
        Assert.Equal("https://vendor.example/plain", launch.Location!.AbsoluteUri);
    }

    [Fact]
    public async Task The_vendors_own_sign_in_can_be_told_by_its_address_which_library_it_is()
    {
        await world.App.WithDbAsync(db => db.Resources.Where(r => r.Slug == "signing").ExecuteUpdateAsync(u => u.SetProperty(r => r.LaunchUrl, "https://signing.example/login?idp={identityProvider}")));
        using var browser = await world.Habo.SignedInAsync();
        var launch = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/launch/signing"));
        Assert.Equal($"https://signing.example/login?idp={Uri.EscapeDataString(world.Signing.Issuer())}", launch.Location!.OriginalString);
    }

    [Fact]
    public async Task A_vendor_whose_metadata_has_run_out_cannot_be_opened_now_and_the_log_knows_the_pages_reference()
    {
        var past = new SamlParty(world.App, "past") { ValidUntil = "2026-01-01T00:00:00Z" };
        await world.PartyAsync(past, p => p.AllowsIdpInitiated = true);
        using var browser = await world.Habo.SignedInAsync();
        var page = await FromOurPageAsync(browser, "/launch/past");
        Assert.Equal((HttpStatusCode.OK, "past cannot be opened right now"), (page.Status, page.Heading));
        var line = Assert.Single(world.App.Logs.Lines, line => line.Contains("[1201]", StringComparison.Ordinal) && line.Contains("Resource past", StringComparison.Ordinal));
        Assert.Contains("'past' has no metadata that is to be relied upon now", line, StringComparison.Ordinal);
        Assert.Contains(line.Split("reference ")[1].Split(':')[0], page.Text, StringComparison.Ordinal);
        Assert.False(await world.App.WithDbAsync(db => db.UsageEvents.AnyAsync(e => db.Resources.Any(r => r.Slug == "past" && r.Id == e.ResourceId))));
        Assert.Equal(HttpStatusCode.NotFound, (await FromOurPageAsync(browser, "/open/past?title=any")).Status);
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_logs_in_first()
    {
        using var browser = world.App.Browser();
        Assert.StartsWith("/login", (await FromOurPageAsync(browser, "/open/open")).Address.AbsolutePath, StringComparison.Ordinal);
    }

    private static Task<Answer> FromOurPageAsync(Browser browser, string address) => FromAsync(browser, address, "same-origin");

    /// <summary>A browser says of the whole way, redirects included, where it began.</summary>
    private static async Task<Answer> FromAsync(Browser browser, string address, string? site)
    {
        var next = address;
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, next);
            if (site is not null)
                request.Headers.Add("Sec-Fetch-Site", site);
            var answer = await browser.SendAsync(request);
            if (answer.Location is null)
                return answer;
            next = answer.Location.AbsoluteUri;
        }
    }
}
