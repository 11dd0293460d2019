using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.PatronLogin;

/// <summary>
/// A library's system takes connections and never says a word. Within five seconds a hundred of its patrons log in, and side
/// by side with them a hundred of another library's. Two hundred in one instant, their browsers with the broker on the
/// processors of one small machine, would measure the machine (2.3 s, hanging or not) and not whether one library holds up
/// another.
/// </summary>
[Collection(Timed.Name)]
public sealed class WhenOneIlsHangs(TestCluster cluster) : IAsyncLifetime
{
    private const int Crowd = 100;
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(50);
    private readonly SimulatedIls _hanging = SimulatedIls.Start(new SimulatedIlsOptions { CardPrefix = "2352988", RandomPatrons = 2 * Crowd });
    private readonly SimulatedIls _healthy = SimulatedIls.Start(new SimulatedIlsOptions { CardPrefix = "2352987", RandomPatrons = Crowd });
    private BrokerApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _hanging.Fault = Sip2Fault.NeverAnswer;
        _app = await BrokerApp.StartAsync(await cluster.CreateDatabaseAsync("hanging"), everyLogLine: false);
        await _app.Given.LibraryAsync("hanging", _hanging);
        await _app.Given.LibraryAsync("healthy", _healthy);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _hanging.DisposeAsync();
        await _healthy.DisposeAsync();
    }

    [Fact, Trait("Case", "LOGIN-021")]
    public async Task Its_own_patrons_are_told_within_six_seconds_and_the_other_librarys_notice_nothing()
    {
        await WarmUpAsync();
        var usual = await UsualAsync();
        using var server = new ServerTimes();
        var slow = await OpenFormsAsync(_hanging, "hanging", "198.19.1");
        var quick = await OpenFormsAsync(_healthy, "healthy", "198.19.2");
        var told = SendAsync(slow);
        var admitted = SendAsync(quick);

        Assert.All(await admitted, page => Assert.Equal((HttpStatusCode.OK, "/"), (page.Status, page.Address.AbsolutePath)));
        Assert.All(await told, page => Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status));
        Assert.InRange(server.Worst("/login/hanging"), TimeSpan.Zero, TimeSpan.FromSeconds(6));
        var meanwhile = server.P95("/login/healthy");
        Assert.True(meanwhile < TimeSpan.FromMilliseconds(500) || meanwhile < 2 * usual, $"the healthy library's logins took {usual} before and {meanwhile} meanwhile");

        Assert.InRange(await TriesUntilToldAtOnceAsync(), 1, 10);
        Assert.InRange(_hanging.Connections, 2, 10);
    }

    /// <summary>What the healthy library's logins take when no other hangs: on a machine that is busy with other things, more than half a second.</summary>
    private async Task<TimeSpan> UsualAsync()
    {
        using var server = new ServerTimes();
        await SendAsync(await OpenFormsAsync(_healthy, "healthy", "198.19.4"));
        return server.P95("/login/healthy");
    }

    /// <summary>The first request of a program compiles it.</summary>
    private async Task WarmUpAsync()
    {
        using var browser = _app.Browser();
        await browser.GiveCardAsync("healthy", _healthy.Patron("Adult").Card, _healthy.Patron("Adult").Pin);
    }

    private async Task<List<(Browser Browser, Answer Form, SimulatedPatron Patron)>> OpenFormsAsync(SimulatedIls ils, string library, string network)
    {
        var open = new List<(Browser, Answer, SimulatedPatron)>();
        foreach (var (patron, i) in ils.Patrons.Where(p => p.Scenario is null).Take(Crowd).Select((p, i) => (p, i)))
        {
            var browser = _app.Browser($"{network}.{i}");
            open.Add((browser, await browser.GetAsync($"/login/{library}"), patron));
        }

        return open;
    }

    private static async Task<Answer[]> SendAsync(List<(Browser Browser, Answer Form, SimulatedPatron Patron)> open)
    {
        var pages = await Task.WhenAll(open.Select(async (one, i) =>
        {
            await Task.Delay(Apart * i);
            return await one.Browser.GiveCardAsync(one.Form, one.Patron.Card, one.Patron.Pin);
        }));
        open.ForEach(one => one.Browser.Dispose());
        return pages;
    }

    /// <summary>Further patrons, one after another, until one need not wait: the broker has stopped asking.</summary>
    private async Task<int> TriesUntilToldAtOnceAsync()
    {
        var patrons = _hanging.Patrons.Where(p => p.Scenario is null).Skip(Crowd).ToList();
        for (var i = 0; ; i++)
        {
            using var browser = _app.Browser($"198.19.3.{i}");
            var form = await browser.GetAsync("/login/hanging");
            var started = Stopwatch.GetTimestamp();
            var page = await browser.GiveCardAsync(form, patrons[i].Card, patrons[i].Pin);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
            if (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(1))
                return i + 1;
        }
    }

    /// <summary>
    /// How long the server took for each form, by its own trace. The browsers share process and processors with the broker;
    /// what they add by waiting for each other is none of its doing.
    /// </summary>
    private sealed class ServerTimes : IDisposable
    {
        private readonly ConcurrentBag<(string Path, TimeSpan Took)> _posts = [];
        private readonly ActivityListener _listener;

        public ServerTimes()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity =>
                {
                    if (activity.GetTagItem("http.request.method") as string == "POST" && activity.GetTagItem("url.path") is string path)
                        _posts.Add((path, activity.Duration));
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public TimeSpan Worst(string path) => Of(path).Max();

        public TimeSpan P95(string path) => Of(path).Order().ElementAt(Crowd * 95 / 100);

        public void Dispose() => _listener.Dispose();

        private List<TimeSpan> Of(string path)
        {
            var took = _posts.Where(p => p.Path == path).Select(p => p.Took).ToList();
            Assert.Equal(Crowd, took.Count);
            return took;
        }
    }
}
