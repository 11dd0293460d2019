using System.Diagnostics;
using System.Text;
using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.Tests.Support;
using DigitalAccess.Web.Usage;
using DigitalAccess.Web.Worker;
using Hangfire;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalAccess.Web.Tests.EndToEnd;

/// <summary>A canary goes through the whole story; then everything that was written anywhere is searched for it.</summary>
public sealed class NothingOfThePatronStays(TestCluster cluster)
{
    [Fact, Trait("Case", "LOGIN-017")]
    public async Task PIN_card_and_name_are_in_no_log_no_trace_no_table_and_no_job()
    {
        await using var ils = SimulatedIls.Start(new SimulatedIlsOptions { CardPrefix = "7741936", Seed = 4711 });
        var spans = new List<string>();
        using var listener = Listen(spans);
        var connection = await cluster.CreateDatabaseAsync("canary");
        await using var app = await BrokerApp.StartAsync(connection, new() { ["DigitalAccess:Role"] = "all" });
        var habo = await app.Given.LibraryAsync("habo", ils);
        var kiosk = await app.Given.OidcResourceAsync("kiosk", HaboWorld.Redirect);
        await app.Given.LicenceAsync(kiosk, habo);

        foreach (var scenario in new[] { "Adult", "Child", "Blocked", "Expired", "Lost", "Fines" })
            await StoryAsync(app, ils, scenario);
        ils.Fault = Sip2Fault.GarbageBytes;
        await StoryAsync(app, ils, "Adult");
        ils.Fault = Sip2Fault.CloseAfterAnswer;
        await StoryAsync(app, ils, "Adult");
        app.Services.GetRequiredService<IRecurringJobManager>().Trigger(RollUpUsageJob.Id);
        await app.WithAsync<UsageRollUp, bool>(async r =>
        {
            await r.RunAsync(CancellationToken.None);
            return true;
        });

        var places = new Dictionary<string, string>
        {
            ["log"] = string.Join('\n', app.Logs.Lines),
            ["log of our own at every level"] = string.Join('\n', app.Logs.Ours),
            ["traces"] = string.Join('\n', spans),
            ["database dump"] = await DumpAsync(connection),
        };
        Assert.Contains("usage_event", places["database dump"], StringComparison.Ordinal);
        Assert.Contains("hangfire", places["database dump"], StringComparison.Ordinal);
        Assert.NotEmpty(places["traces"]);
        foreach (var patron in ils.ScenarioPatrons)
            foreach (var (place, text) in places)
            {
                Assert.False(text.Contains(patron.Card, StringComparison.Ordinal), $"the card of {patron.Scenario} is in the {place}: {Around(text, patron.Card)}");
                Assert.False(text.Contains(patron.Name, StringComparison.OrdinalIgnoreCase), $"the name of {patron.Scenario} is in the {place}: {Around(text, patron.Name)}");
                if (patron.Pin.Length > 0)
                    Assert.DoesNotMatch($@"(?i)(pin|password|secret|\bAD)[^0-9a-f\n]{{0,6}}{patron.Pin}\b", text);
            }

        // Four digits occur in any dump by chance; a PIN that is a word does not.
        Assert.All(places, place => Assert.DoesNotContain("canary-pin-8305", place.Value, StringComparison.Ordinal));
    }

    private static async Task StoryAsync(BrokerApp app, SimulatedIls ils, string scenario)
    {
        var patron = ils.Patron(scenario);
        using var browser = app.Browser();
        foreach (var pin in new[] { "canary-pin-8305", patron.Pin })
            await browser.SubmitAsync(await browser.GetAsync("/login/habo"), new() { ["card"] = patron.Card, ["pin"] = pin });
        var client = new OidcClient(app, "kiosk", HaboWorld.Redirect);
        var answer = await client.AuthorizeAsync(browser);
        if (answer.Location is not null)
            await client.UserInfoAsync((await client.RedeemAsync(answer.Query["code"])).AccessToken);
        await browser.GetAsync("/");
        await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/launch/kiosk"));
    }

    private static TracerListener Listen(List<string> spans) => new(spans);

    private static async Task<string> DumpAsync(string connection)
    {
        var settings = new Npgsql.NpgsqlConnectionStringBuilder(connection);
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

    /// <summary>Hears every span of the process as an exporter would, with all its tags and events.</summary>
    private sealed class TracerListener : IDisposable
    {
        private readonly ActivityListener _listener;

        public TracerListener(List<string> spans)
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = _ => true,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity =>
                {
                    var tags = activity.TagObjects.Concat(activity.Events.SelectMany(e => e.Tags)).Select(t => $"{t.Key}={t.Value}");
                    lock (spans)
                        spans.Add($"{activity.Source.Name} {activity.DisplayName} {string.Join(' ', tags)}");
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public void Dispose() => _listener.Dispose();
    }
}
