using System.Net;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Releases;
using DigitalAccess.Web.Tests.Support;
using DigitalAccess.Web.Usage;
using Microsoft.EntityFrameworkCore;
using static DigitalAccess.Web.Tests.Support.TestData;

namespace DigitalAccess.Web.Tests.Launching;

/// <summary>One decision, three doors: whatever is refused at one is refused at all, with the same words and one count.</summary>
public sealed class RefusedAtEveryDoor(HaboWorld world) : IClassFixture<HaboWorld>
{
    /// <summary>A plain link tells nothing, so nothing can be missing; a vendor's API is asked in <see cref="BeginningAVendorsSession"/>.</summary>
    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var door in Enum.GetNames<Door>())
                foreach (var reason in Enum.GetValues<RefusalReason>().Where(r => door != nameof(Door.Portal) || r != RefusalReason.AttributeMissing))
                    data.Add(door, reason.Slug());
            return data;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task A_refusal_tells_its_reason_and_gives_a_receipt_that_the_library_finds(string door, string reason)
    {
        var resource = await ResourceAsync($"{door}-{reason}".ToLowerInvariant(), reason, bySaml: door == nameof(Door.Saml));
        using var browser = await ArrivedAsync(reason);
        var page = Enum.Parse<Door>(door) switch
        {
            Door.Portal => await browser.GetAsync($"/launch/{resource.Slug}"),
            Door.Oidc => await new OidcClient(world.App, resource.Slug, RedirectOf(resource.Slug)).AuthorizeAsync(browser),
            Door.Saml => await SamlRequestAsync(browser, resource.Slug),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Equal($"{resource.Slug} cannot be opened", page.Heading);
        Assert.Contains($"/help/{reason}", page.Body, StringComparison.Ordinal);
        var counted = await world.App.WithDbAsync(db => db.UsageEvents.SingleAsync(e => e.ResourceId == resource.Id));
        Assert.Equal((reason, door, (Guid?)null), (counted.Refusal, counted.Door.ToString(), counted.LicenceId));
        Assert.Contains($"{counted.Receipt![..3]}-{counted.Receipt[3..]}", page.Text, StringComparison.Ordinal);

        var help = await browser.GetAsync($"/help/{reason}");
        Assert.Equal(HttpStatusCode.OK, help.Status);
    }

    [Fact]
    public async Task One_request_that_is_decided_anew_is_counted_as_what_it_then_became()
    {
        var resource = await ResourceAsync("changing", "licence-ended");
        using var browser = await world.SignedInAsync();
        var client = new OidcClient(world.App, resource.Slug, RedirectOf(resource.Slug));
        Assert.Equal(HttpStatusCode.Forbidden, (await client.AuthorizeAsync(browser)).Status);
        await world.App.Given.LicenceAsync(resource);
        Assert.True((await client.AuthorizeAsync(browser)).Query.ContainsKey("code"));
        await world.App.WithDbAsync(db => db.Licences.Where(l => l.ResourceId == resource.Id).ExecuteDeleteAsync());
        Assert.Equal(HttpStatusCode.Forbidden, (await client.AuthorizeAsync(browser)).Status);

        var refusals = await world.App.WithDbAsync(db => db.UsageEvents.Where(e => e.ResourceId == resource.Id).Select(e => e.Refusal).ToListAsync());
        Assert.Equal(["licence-ended", "no-licence", null], refusals.OrderBy(r => r is null).ThenBy(r => r, StringComparer.Ordinal));
    }

    /// <summary>A vendor learns nothing of a patron from a no that it could not learn from a yes.</summary>
    [Theory]
    [InlineData("licence-ended", "licence-ended")]
    [InlineData("too-young", "not-entitled")]
    [InlineData("category-not-included", "not-entitled")]
    public async Task The_vendor_learns_of_the_refusal_when_the_patron_goes_back(string reason, string told)
    {
        var resource = await ResourceAsync($"back-to-vendor-{reason}", reason);
        using var browser = await ArrivedAsync(reason);
        var client = new OidcClient(world.App, resource.Slug, RedirectOf(resource.Slug));
        var page = await client.AuthorizeAsync(browser);
        var back = new Uri(page.LinkStartingWith(RedirectOf(resource.Slug)));
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(back.Query);
        Assert.Equal("access_denied", query["error"]);
        Assert.Equal(told, query["error_description"]);
        Assert.Equal(client.State, query["state"]);
        Assert.Equal(world.App.Origin.AbsoluteUri, query["iss"]);
    }

    [Fact]
    public async Task A_silent_request_that_is_refused_gets_the_error_and_no_page()
    {
        var resource = await ResourceAsync("silent", "licence-ended");
        using var browser = await world.SignedInAsync();
        var answer = await new OidcClient(world.App, resource.Slug, RedirectOf(resource.Slug)).AuthorizeAsync(browser, ("prompt", "none"));
        Assert.Equal("access_denied", answer.Query["error"]);
    }

    [Theory]
    [InlineData("licence-ended", "licence-ended")]
    [InlineData("too-young", "not-entitled")]
    [InlineData("residence-not-covered", "not-entitled")]
    public async Task A_vendor_by_SAML_learns_of_the_refusal_when_the_patron_goes_back(string reason, string told)
    {
        var resource = await ResourceAsync($"by-saml-{reason}", reason, bySaml: true);
        using var browser = await ArrivedAsync(reason);
        var page = await SamlRequestAsync(browser, resource.Slug);
        var answer = new SamlParty(world.App, resource.Slug).Answer(await browser.GetAsync(page.LinkStartingWith("/saml/habo/refused")));
        Assert.Equal(["urn:oasis:names:tc:SAML:2.0:status:Responder", "urn:oasis:names:tc:SAML:2.0:status:RequestDenied"], answer.Status);
        Assert.Equal(($"https://{resource.Slug}.example/acs", "state", told), (answer.PostedTo, answer.RelayState, answer.One("//p:StatusMessage")));
        Assert.Empty(answer.Nodes("//a:Assertion"));
    }

    [Fact]
    public async Task A_passive_request_by_SAML_that_is_refused_gets_the_status_and_no_page()
    {
        var resource = await ResourceAsync("silent-by-saml", "licence-ended", bySaml: true);
        using var browser = await world.SignedInAsync();
        var answer = new SamlParty(world.App, resource.Slug).Answer(await SamlRequestAsync(browser, resource.Slug, "IsPassive=\"true\""));
        Assert.Equal("urn:oasis:names:tc:SAML:2.0:status:RequestDenied", answer.Status[1]);
    }

    [Fact]
    public async Task The_portal_shows_only_what_opens()
    {
        var closed = await ResourceAsync("not-on-the-shelf", "licence-ended");
        using var browser = await world.SignedInAsync();
        var portal = await browser.GetAsync("/");
        Assert.Contains("/launch/kiosk", portal.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(closed.Slug, portal.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_page_cannot_be_made_up()
    {
        using var browser = world.App.Browser();
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/refused?r=eyJSZWFzb24iOjB9")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/refused")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/help/made-up")).Status);
    }

    /// <summary>An ILS that tells no date of birth leaves the age unknown.</summary>
    private async Task<Browser> ArrivedAsync(string reason)
    {
        var browser = await world.SignedInAsync();
        if (reason == "age-unknown")
        {
            var id = OpaqueId.Hash(browser.Cookie(PatronSessions.CookieName)!);
            var session = await world.App.WithDbAsync(db => db.PatronSessions.AsNoTracking().SingleAsync(s => s.Id == id));
            await world.App.WithDbAsync(async db =>
            {
                await db.PatronSessions.Where(s => s.Id == id).ExecuteDeleteAsync();
                db.PatronSessions.Add(new PatronSession
                {
                    Id = id, PatronAccountId = session.PatronAccountId, LibraryId = session.LibraryId, StartedAt = session.StartedAt, LastSeenAt = session.LastSeenAt,
                    ExpiresAt = session.ExpiresAt, SharedComputer = false, Facts = new SessionFacts { BirthYear = null, Category = session.Facts.Category },
                });
                await db.SaveChangesAsync();
            });
        }

        return browser;
    }

    private static string RedirectOf(string slug) => $"https://{slug}.example/cb";

    private async Task<Answer> SamlRequestAsync(Browser browser, string slug, string attributes = "")
    {
        var party = new SamlParty(world.App, slug);
        return await browser.GetAsync(SamlParty.Redirect(party.Sso(), party.Request(SamlParty.NewId(), attributes), "state"));
    }

    private async Task<Resource> ResourceAsync(string slug, string reason, bool bySaml = false)
    {
        var given = world.App.Given;
        var resource = bySaml ? await new SamlParty(world.App, slug).RegisterAsync() : await given.OidcResourceAsync(slug, RedirectOf(slug));
        switch (reason)
        {
            case "licence-ended":
                await given.LicenceAsync(resource, world.Habo, l => l.ValidTo = Day("2021-12-31"));
                break;
            case "licence-not-started":
                await given.LicenceAsync(resource, world.Habo, l => l.ValidFrom = Day("2090-01-01"));
                break;
            case "library-not-covered":
                await given.LicenceAsync(resource, await given.LibraryAsync($"elsewhere-{Guid.NewGuid():N}"[..20]));
                break;
            case "too-young":
                await given.LicenceAsync(resource, world.Habo, l => l.Terms = new LicenceTerms { MinimumAge = 99 });
                break;
            case "too-old":
                await given.LicenceAsync(resource, world.Habo, l => l.Terms = new LicenceTerms { MaximumAge = 5 });
                break;
            case "age-unknown":
                await given.LicenceAsync(resource, world.Habo, l => l.Terms = new LicenceTerms { MinimumAge = 1 });
                break;
            case "category-not-included":
                await given.LicenceAsync(resource, world.Habo, l => l.Terms = new LicenceTerms { Categories = ["STUDENT"] });
                break;
            case "residence-not-covered":
                await given.LicenceAsync(resource, world.Habo, l => l.Terms = new LicenceTerms { Basis = LicenceBasis.Residence });
                break;
            case "no-licence":
                break;
            case "resource-closed":
                await given.LicenceAsync(resource, world.Habo);
                await world.App.WithDbAsync(db => db.Resources.Where(r => r.Id == resource.Id).ExecuteUpdateAsync(u => u.SetProperty(r => r.Active, false)));
                break;
            case "attribute-missing":
                await given.LicenceAsync(resource, world.Habo);
                await world.App.WithDbAsync(async db =>
                {
                    List<AttributeRelease> unknown = [AttributeRelease.Of(ReleaseSource.Residence) with { Required = true }];
                    if (bySaml)
                        (await db.ServiceProviders.SingleAsync(p => p.Slug == slug)).Releases = unknown;
                    else
                        (await db.RelyingParties.SingleAsync(p => p.ClientId == slug)).Releases = unknown;
                    await db.SaveChangesAsync();
                });
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(reason), reason, "A reason that this test does not know how to bring about.");
        }

        return resource;
    }
}
