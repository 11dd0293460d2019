using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Launching.VendorSessions;
using DigitalAccess.Web.Releases;
using DigitalAccess.Web.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalAccess.Web.Tests.Launching;

/// <summary>Vendors that speak neither OpenID Connect nor SAML begin a session when they are asked, and say where.</summary>
public sealed class BeginningAVendorsSession(VendorStage stage) : IClassFixture<VendorStage>
{
    private readonly ConcurrentQueue<JsonElement> _asked = new();
    private readonly HaboWorld _world = stage.World;

    [Fact]
    public async Task The_patron_lands_where_the_vendor_says_and_the_vendor_learns_what_its_contract_says()
    {
        var resource = await ResourceAsync(http =>
        {
            Assert.Equal((HttpMethods.Post, $"Bearer {VendorStage.Secret}"), (http.Request.Method, http.Request.Headers.Authorization.ToString()));
            return http.Response.WriteAsJsonAsync(new { url = "https://vendor.example/start/once" });
        }, r =>
        {
            r.TitleUrl = "https://vendor.example/title/{title}";
            r.SessionApi!.Releases = [AttributeRelease.Of(ReleaseSource.Library), AttributeRelease.Of(ReleaseSource.AgeBand), new() { Claim = "eduperson_entitlement", Source = ReleaseSource.Constant, Value = "urn:x" }];
        });
        using var browser = await _world.SignedInAsync();
        Assert.Equal("https://vendor.example/start/once", (await LaunchAsync(browser, resource)).Location!.AbsoluteUri);
        Assert.Equal("https://vendor.example/start/once", (await LaunchAsync(browser, resource, "?title=a%20b")).Location!.AbsoluteUri);
        Assert.Equal(2, await LaunchesAsync(resource));

        var (first, second) = (_asked.ElementAt(0), _asked.ElementAt(1));
        Assert.Equal(["claims", "language", "subject"], first.EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal("""{"library":"habo","age_band":"adult","eduperson_entitlement":["urn:x"]}""", first.GetProperty("claims").GetRawText());
        Assert.Equal("https://vendor.example/title/a%20b", second.GetProperty("target").GetString());
        Assert.Equal(first.GetProperty("subject").GetString(), second.GetProperty("subject").GetString());
        Assert.Matches(@"\A[\w-]{43}\z", first.GetProperty("subject").GetString()!);
        Assert.DoesNotContain(_world.Ils.Patron("Adult").Card, first.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_entitled_or_lacks_what_the_vendor_demands_is_refused_and_the_vendor_is_not_asked()
    {
        var demanding = await ResourceAsync(Begun, r => r.SessionApi!.Releases = [new() { Claim = "residence", Source = ReleaseSource.Residence, Required = true }]);
        var unlicensed = await ResourceAsync(Begun);
        await _world.App.WithDbAsync(db => db.Licences.Where(l => l.ResourceId == unlicensed.Id).ExecuteDeleteAsync());
        using var browser = await _world.SignedInAsync();
        foreach (var resource in new[] { demanding, unlicensed })
            Assert.StartsWith("/refused", (await LaunchAsync(browser, resource)).Location!.AbsolutePath, StringComparison.Ordinal);
        Assert.Empty(_asked);
        Assert.Equal(["attribute-missing", "no-licence"], await _world.App.WithDbAsync(db => db.UsageEvents.Where(u => u.Refusal != null && (u.ResourceId == demanding.Id || u.ResourceId == unlicensed.Id)).OrderBy(u => u.At).Select(u => u.Refusal).ToListAsync()));
    }

    [Fact, Trait("Case", "LAUNCH-007")]
    public async Task A_busy_vendor_is_waited_for_as_long_as_somebody_waits_who_has_clicked()
    {
        var busy = true;
        var resource = await ResourceAsync(http =>
        {
            if (!busy)
                return Begun(http);
            busy = false;
            (http.Response.StatusCode, http.Response.Headers.RetryAfter) = (429, "1");
            return Task.CompletedTask;
        });
        using var browser = await _world.SignedInAsync();
        var started = Stopwatch.GetTimestamp();
        Assert.Equal("/start", (await LaunchAsync(browser, resource)).Location!.AbsolutePath);
        Assert.True(Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(0.9));
        Assert.Equal(2, _asked.Count);
        Assert.Equal(1, await LaunchesAsync(resource));
    }

    [Theory, Trait("Case", "LAUNCH-007")]
    [InlineData(429, "120", "2 minutes")]
    [InlineData(429, "date", "2 minutes")]
    [InlineData(503, "120", "2 minutes")]
    [InlineData(429, "315360000", "1 hour")]
    public async Task A_vendor_that_wants_to_be_left_alone_is_and_the_patron_learns_for_how_long(int status, string retryAfter, string words)
    {
        var resource = await ResourceAsync(http =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.RetryAfter = retryAfter == "date" ? _world.App.Clock.GetUtcNow().AddSeconds(119).ToString("R", CultureInfo.InvariantCulture) : retryAfter;
            return Task.CompletedTask;
        });
        using var browser = await _world.SignedInAsync();
        foreach (var _ in new[] { 1, 2 })
        {
            var page = await browser.GetAsync($"/launch/{resource.Slug}");
            Assert.Equal((HttpStatusCode.OK, $"{resource.Slug} cannot be opened right now"), (page.Status, page.Heading));
            Assert.Contains(words == "1 hour" ? "Try again in 60 minutes" : $"Try again in {words}", page.Text, StringComparison.Ordinal);
        }

        Assert.Single(_asked);
        Assert.Equal(0, await LaunchesAsync(resource));
        _world.App.Clock.Advance(TimeSpan.FromHours(2));
        await _world.SignInAsync(browser);
        await browser.GetAsync($"/launch/{resource.Slug}");
        Assert.Equal(2, _asked.Count);
    }

    [Theory, Trait("Case", "LAUNCH-007")]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("Thu, 01 Jan 1998 00:00:00 GMT")]
    public async Task A_time_that_is_none_counts_as_the_usual_one(string retryAfter)
    {
        var busy = true;
        var resource = await ResourceAsync(http =>
        {
            if (!busy)
                return Begun(http);
            busy = false;
            (http.Response.StatusCode, http.Response.Headers.RetryAfter) = (429, retryAfter);
            return Task.CompletedTask;
        });
        using var browser = await _world.SignedInAsync();
        var started = Stopwatch.GetTimestamp();
        Assert.Equal("/start", (await LaunchAsync(browser, resource)).Location!.AbsolutePath);
        Assert.True(Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(1.8));
    }

    [Fact, Trait("Case", "LAUNCH-009")]
    public async Task A_page_in_place_of_an_answer_is_neither_shown_nor_logged()
    {
        var resource = await ResourceAsync(http =>
        {
            http.Response.ContentType = "text/html";
            return http.Response.WriteAsync("<h1>Log in, Astrid Lindgren 2352933000017</h1>" + new string('x', 4000));
        });
        var page = await DownAsync(resource);
        Assert.DoesNotContain("Astrid", page.Body, StringComparison.Ordinal);
        var reference = ReferenceOn(page);
        var line = Assert.Single(_world.App.Logs.Lines, l => l.Contains(reference, StringComparison.Ordinal));
        Assert.Contains("the answer is not JSON", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Astrid", string.Join('\n', _world.App.Logs.All), StringComparison.Ordinal);
        Assert.Equal(0, await LaunchesAsync(resource));
    }

    [Theory]
    [InlineData(500, "{}", "the answer was 500")]
    [InlineData(401, """{"error":"Astrid"}""", "the answer was 401")]
    [InlineData(302, "{}", "the answer was 302")]
    [InlineData(200, "{", "has no 'url'")]
    [InlineData(200, "{}", "has no 'url'")]
    [InlineData(200, "[]", "has no 'url'")]
    [InlineData(200, """{"url":7}""", "has no 'url'")]
    [InlineData(200, """{"url":"/start"}""", "leads elsewhere")]
    [InlineData(200, """{"url":"https://elsewhere.example/start"}""", "leads elsewhere")]
    [InlineData(200, """{"url":"http://vendor.example/start"}""", "leads elsewhere")]
    [InlineData(200, """{"url":"https://vendor.example:8443/start"}""", "leads elsewhere")]
    [InlineData(200, """{"url":"https://x@vendor.example/start"}""", "leads elsewhere")]
    [InlineData(200, """{"url":"javascript:alert(1)"}""", "leads elsewhere")]
    public async Task An_answer_that_opens_nothing_is_a_fault_of_the_vendors(int status, string body, string reason)
    {
        var resource = await ResourceAsync(async http =>
        {
            (http.Response.StatusCode, http.Response.ContentType, http.Response.Headers.Location) = (status, "application/json", "https://elsewhere.example/");
            await http.Response.WriteAsync(body);
        });
        var reference = ReferenceOn(await DownAsync(resource));
        Assert.Contains(_world.App.Logs.Lines, l => l.Contains(reference, StringComparison.Ordinal) && l.Contains(reason, StringComparison.Ordinal));
        Assert.Equal(0, await LaunchesAsync(resource));
    }

    [Fact]
    public async Task A_secret_that_nobody_can_read_any_more_is_said_to_the_operator_and_the_vendor_is_not_asked()
    {
        var resource = await ResourceAsync(Begun, r => r.SessionApi!.ProtectedSecret = "of another key");
        var reference = ReferenceOn(await DownAsync(resource));
        Assert.Contains(_world.App.Logs.Lines, l => l.Contains($"{reference}: the secret for its API", StringComparison.Ordinal));
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task A_vendor_that_hangs_does_not_hold_the_patron()
    {
        var resource = await ResourceAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted));
        var reference = ReferenceOn(await DownAsync(resource));
        Assert.Contains(_world.App.Logs.Lines, l => l.Contains($"{reference}: no whole answer came within 4 seconds", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Secrets_and_subjects_stand_in_no_log()
    {
        var resource = await ResourceAsync(Begun);
        using var browser = await _world.SignedInAsync();
        await LaunchAsync(browser, resource);
        var all = string.Join('\n', _world.App.Logs.All);
        Assert.DoesNotContain(VendorStage.Secret, all, StringComparison.Ordinal);
        Assert.DoesNotContain(Assert.Single(_asked).GetProperty("subject").GetString()!, all, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/unavailable")]
    [InlineData("/unavailable?l=CfDJ8")]
    [InlineData("/unavailable?l=%3Cb%3E")]
    public async Task Nobody_writes_such_a_page_for_somebody_else(string address)
    {
        using var browser = _world.App.Browser();
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(address)).Status);
    }

    [Fact]
    public async Task The_patron_is_told_before_the_login_what_the_vendor_learns_and_after_the_sign_out_that_it_stays_open()
    {
        var resource = await ResourceAsync(Begun, r => r.SessionApi!.Releases = [AttributeRelease.Of(ReleaseSource.Library)]);
        using var browser = _world.App.Browser();
        var login = await browser.GetAsync($"/launch/{resource.Slug}?library=habo");
        Assert.Contains($"What {resource.Slug} learns", login.Text, StringComparison.Ordinal);
        Assert.Contains("that you belong to Habo bibliotek", login.Text, StringComparison.Ordinal);

        await _world.SignInAsync(browser);
        await LaunchAsync(browser, resource);
        await LaunchAsync(browser, resource);
        await _world.SignInAsync(browser);
        var page = await browser.SubmitAsync(await browser.GetAsync("/signout"), []);
        Assert.Single(Regex.Matches(page.Body, $"farewell-name\">{resource.Slug}<"));
        Assert.Contains("farewell-cannotbetold", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("have signed you out", page.Text, StringComparison.Ordinal);
        Assert.Contains("Close the browser", page.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task One_patron_cannot_use_up_what_a_vendor_bears()
    {
        var resource = await ResourceAsync(Begun);
        using var hasty = await _world.SignedInAsync("Senior");
        using var other = await _world.SignedInAsync("Teen");
        for (var i = 0; i < 25; i++)
            await LaunchAsync(hasty, resource);
        Assert.Equal(20, _asked.Count);
        Assert.Contains("Try again in 10 minutes", (await hasty.GetAsync($"/launch/{resource.Slug}")).Text, StringComparison.Ordinal);
        Assert.Equal("/start", (await LaunchAsync(other, resource)).Location!.AbsolutePath);
    }

    [Fact]
    public async Task Nobody_waits_longer_than_somebody_who_has_clicked_does_however_slowly_a_vendor_says_that_it_is_busy()
    {
        var resource = await ResourceAsync(async http =>
        {
            await Task.Delay(TimeSpan.FromSeconds(3), http.RequestAborted);
            http.Response.StatusCode = 429;
        });
        var started = Stopwatch.GetTimestamp();
        await DownAsync(resource);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(20));
        Assert.InRange(_asked.Count, 2, 3);
    }

    [Fact]
    public async Task A_short_pause_does_not_take_back_a_long_one()
    {
        using var queues = new VendorQueues(_world.App.Clock);
        var queue = queues.Of(Guid.NewGuid());
        queue.Leave(TimeSpan.FromMinutes(30));
        queue.Leave(TimeSpan.FromSeconds(2));
        Assert.InRange(queue.Left, TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(30));
        await queue.EnterAsync(TestContext.Current.CancellationToken);
        queue.Exit();
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public async Task The_address_is_asked_as_it_was_written(string slash)
    {
        var resource = await ResourceAsync(Begun, slash: slash);
        using var browser = await _world.SignedInAsync();
        Assert.Equal("/start", (await LaunchAsync(browser, resource)).Location!.AbsolutePath);
        Assert.Equal(1, stage.Server.Visits($"/{resource.Slug}/sessions{slash}"));
    }

    private async Task<Resource> ResourceAsync(RequestDelegate answer, Action<Resource>? with = null, string slash = "")
    {
        var slug = $"session-{stage.Next()}";
        var address = stage.Server.On($"/{slug}/sessions{slash}", async http =>
        {
            _asked.Enqueue(await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body));
            await answer(http);
        });
        var secret = _world.App.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector(SessionApi.SecretPurpose).Protect(VendorStage.Secret);
        var resource = await _world.App.Given.ResourceAsync(slug, AccessMethod.VendorSession, with: r =>
        {
            r.SessionApi = new SessionApi { Address = address.AbsoluteUri, Sector = "vendor.example", ProtectedSecret = secret };
            with?.Invoke(r);
        });
        await _world.App.Given.LicenceAsync(resource);
        return resource;
    }

    private static Task Begun(HttpContext http) => http.Response.WriteAsJsonAsync(new { url = "https://vendor.example/start" });

    private static Task<Answer> LaunchAsync(Browser browser, Resource resource, string query = "") =>
        browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/launch/{resource.Slug}{query}"), TestContext.Current.CancellationToken);

    private async Task<Answer> DownAsync(Resource resource)
    {
        using var browser = await _world.SignedInAsync();
        var page = await browser.GetAsync($"/launch/{resource.Slug}");
        Assert.Equal((HttpStatusCode.OK, $"{resource.Slug} cannot be opened right now"), (page.Status, page.Heading));
        Assert.Equal($"/launch/{resource.Slug}", page.LinkStartingWith("/launch/"));
        return page;
    }

    private static string ReferenceOn(Answer page) => Regex.Match(page.Body, "<code>([2-9A-Z]{6})</code>").Groups[1].Value;

    private Task<int> LaunchesAsync(Resource resource) => _world.App.WithDbAsync(db => db.UsageEvents.CountAsync(u => u.ResourceId == resource.Id && u.Refusal == null));
}

/// <summary>Habo with a vendor's server that may be called.</summary>
public sealed class VendorStage(TestCluster cluster) : IAsyncLifetime
{
    internal const string Secret = "bearer-of-the-region-at-the-vendor";
    private int _count;

    internal ForeignServer Server { get; private set; } = null!;
    internal HaboWorld World { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await ForeignServer.StartAsync();
        World = new HaboWorld(cluster) { Settings = new() { ["DigitalAccess:Outbound:Allow:0"] = Server.Place, ["DigitalAccess:Outbound:Timeout"] = "00:00:04" } };
        await World.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        await Server.DisposeAsync();
    }

    internal int Next() => Interlocked.Increment(ref _count);
}
