using System.Diagnostics;
using System.Text;
using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Tests.Support;
using DigitalAccess.Web.Worker;
using Hangfire;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalAccess.Web.Tests.EndToEnd;

/// <summary>
/// Canaries go through the whole story: cards, PINs and names that occur nowhere else. Then everything that was written anywhere
/// is searched for them, as they are and in the shapes that programs give to bytes.
/// </summary>
public sealed class NothingOfThePatronStays(TestCluster cluster) : IAsyncLifetime
{
    private const string Wrong = "fel-kanariepin-8305";
    private static readonly SimulatedPatron[] Canaries =
    [
        Canary("1", "Kanariefågel Andersson"),
        Canary("2", "Kanariefågel Bengtsson") with { Flags = SimulatedFlags.Debarred },
        Canary("3", "Kanariefågel Carlsson") with { Expiry = new(2020, 1, 1) },
        Canary("4", "Kanariefågel Davidsson") with { Flags = SimulatedFlags.Lost },
        Canary("5", "Kanariefågel Eriksson") with { Flags = SimulatedFlags.Fines, Fines = 500 },
    ];

    private readonly string _slug = $"canary-{Guid.NewGuid():N}"[..16];
    private readonly SimulatedIls _ils = SimulatedIls.Start(new SimulatedIlsOptions { CardPrefix = "7741936", RandomPatrons = 0, LockAfter = 1000, FurtherPatrons = Canaries });
    private readonly TelemetryEars _ears = new();
    private string _connection = null!;
    private BrokerApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _connection = await cluster.CreateDatabaseAsync("canary");
        _app = await BrokerApp.StartAsync(_connection, new() { ["DigitalAccess:Role"] = "all" });
        var library = await _app.Given.LibraryAsync(_slug, _ils);
        var kiosk = await _app.Given.OidcResourceAsync("kiosk", HaboWorld.Redirect);
        await _app.Given.LicenceAsync(kiosk, library);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _ils.DisposeAsync();
        _ears.Dispose();
    }

    [Fact, Trait("Case", "LOGIN-017")]
    public async Task PIN_card_and_name_are_in_no_log_no_trace_no_figure_no_table_and_no_job()
    {
        foreach (var patron in Canaries)
            await StoryAsync(_app.Browser(), patron, admitted: patron.Flags is SimulatedFlags.None or SimulatedFlags.Fines && patron.Expiry.Year > 2020);
        foreach (var fault in new[] { Sip2Fault.GarbageBytes, Sip2Fault.OtherPatron, Sip2Fault.DropAfter(40) })
        {
            _ils.Fault = fault;
            await StoryAsync(_app.Browser(), Canaries[0], admitted: false);
        }

        _ils.Fault = Sip2Fault.None;
        var output = await InAProcessOfItsOwnAsync();
        _app.Services.GetRequiredService<IRecurringJobManager>().Trigger(RollUpUsageJob.Id);
        await _app.WithAsync<HousekeepingJob, bool>(async job =>
        {
            await job.RunAsync(CancellationToken.None);
            return true;
        });

        var places = new Dictionary<string, string>
        {
            ["log"] = string.Join('\n', _app.Logs.Lines),
            ["log of our own at every level"] = string.Join('\n', _app.Logs.Ours),
            ["output of the program"] = output,
            ["traces"] = _ears.Spans,
            ["figures"] = _ears.Figures,
            ["database dump"] = await DumpAsync(),
        };
        AssertThatTheStoryIsIn(places);
        foreach (var (place, text) in places)
            AssertNoCanary(place, text);
    }

    /// <summary>A search that finds nothing must be able to find: each shape of a canary is found where it is.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_search_finds_every_shape(int before)
    {
        var bytes = Encoding.UTF8.GetBytes(new string('x', before) + Canaries[0].Pin + "yz");
        foreach (var hidden in new[] { Encoding.UTF8.GetString(bytes), Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes), Convert.ToBase64String(bytes) })
            Assert.Contains(Shapes(Canaries[0].Pin), shape => hidden.Contains(shape, StringComparison.Ordinal));
    }

    private static SimulatedPatron Canary(string number, string name) =>
        new($"774193600099{number}", $"kanariepin-{number}-8305-{Guid.NewGuid():N}", name, new(1980, 1, 1), new(2100, 1, 1), "ADULT", "MAIN", $"77419{number}");

    private async Task StoryAsync(Browser browser, SimulatedPatron patron, bool admitted)
    {
        using var mine = browser;
        await browser.GiveCardAsync(_slug, patron.Card, Wrong);
        var page = await browser.GiveCardAsync(_slug, patron.Card, patron.Pin);
        Assert.Equal(admitted, page.Address.AbsolutePath == "/");
        Assert.Equal(admitted, browser.Cookie(PatronSessions.CookieName) is not null);
        var client = new OidcClient(_app, "kiosk", HaboWorld.Redirect);
        var answer = await client.AuthorizeAsync(browser);
        if (admitted)
            Assert.Equal(200, (await client.UserInfoAsync((await client.RedeemAsync(answer.Query["code"])).AccessToken)).Status);
        await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/launch/kiosk"));
        _app.Clock.Advance(TimeSpan.FromMinutes(16));
    }

    /// <summary>The program as it is shipped, with its own console and its own levels.</summary>
    private async Task<string> InAProcessOfItsOwnAsync()
    {
        using var process = await BrokerProcess.StartAsync(_connection, "web", settings: ("Logging__LogLevel__Default", "Information"));
        foreach (var patron in Canaries)
        {
            using var browser = new Browser(process.Origin);
            await browser.GiveCardAsync(_slug, patron.Card, Wrong);
            await browser.GiveCardAsync(_slug, patron.Card, patron.Pin);
        }

        await Eventually.HoldsAsync(() => process.Output.Contains("SignedIn", StringComparison.Ordinal), "the program has written down the logins");
        process.Kill();
        return process.Output;
    }

    private void AssertThatTheStoryIsIn(Dictionary<string, string> places)
    {
        Assert.Contains("usage_event", places["database dump"], StringComparison.Ordinal);
        Assert.Contains("RollUpUsageJob", places["database dump"], StringComparison.Ordinal);
        Assert.Contains($"ils.verify protocol=sip2 connection={_slug} outcome=Authenticated", places["traces"], StringComparison.Ordinal);
        Assert.Contains($"digitalaccess.patron_logins library={_slug} outcome=SignedIn", places["figures"], StringComparison.Ordinal);
        Assert.Contains($"digitalaccess.ils.verifications protocol=sip2 connection={_slug} outcome=Blocked", places["figures"], StringComparison.Ordinal);
        foreach (var log in new[] { "log", "log of our own at every level", "output of the program" })
            Assert.Contains($"Login at library {_slug}: SignedIn", places[log], StringComparison.Ordinal);
    }

    private static void AssertNoCanary(string place, string text)
    {
        foreach (var secret in Canaries.SelectMany(p => new[] { p.Pin, p.Card, p.Name }).Append(Wrong))
            foreach (var shape in Shapes(secret))
                Assert.False(text.Contains(shape, StringComparison.OrdinalIgnoreCase), $"{secret} is in the {place} as {shape}: {Around(text, shape)}");
    }

    /// <summary>As text, as hexadecimal digits, and as the part of a base64 text that does not depend on what stands beside it.</summary>
    private static IEnumerable<string> Shapes(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        yield return secret;
        yield return Convert.ToHexString(bytes);
        yield return Convert.ToHexStringLower(bytes);
        for (var before = 0; before < 3; before++)
        {
            var text = Convert.ToBase64String([.. new byte[before], .. bytes]);
            yield return text[(before == 0 ? 0 : 4)..^4];
        }
    }

    private async Task<string> DumpAsync()
    {
        var settings = new Npgsql.NpgsqlConnectionStringBuilder(_connection);
        using var dump = Process.Start(new ProcessStartInfo("pg_dump", ["--inserts", "--no-owner", settings.Database!])
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
            Environment =
            {
                ["PGHOST"] = settings.Host, ["PGPORT"] = $"{settings.Port}", ["PGUSER"] = settings.Username, ["PGPASSWORD"] = settings.Password,
            },
        })!;
        var text = await dump.StandardOutput.ReadToEndAsync();
        await dump.WaitForExitAsync();
        Assert.Equal(0, dump.ExitCode);
        return text;
    }

    private static string Around(string text, string what)
    {
        var at = text.IndexOf(what, StringComparison.OrdinalIgnoreCase);
        return text.Substring(Math.Max(0, at - 120), Math.Min(240, text.Length - Math.Max(0, at - 120)));
    }
}
