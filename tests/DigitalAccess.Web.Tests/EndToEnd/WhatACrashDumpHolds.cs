using System.Diagnostics;
using System.Text;
using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.EndToEnd;

/// <summary>
/// A measurement, not a promise, and so run on request only: how often a PIN is found in a full dump of the program's memory, and
/// for how long after the login. Measured on .NET 10.0.12: once as a string, which nothing can wipe, until the collector comes by:
/// still there after 100 further logins or after two quiet minutes, gone after 200; never in the server's or the wire's buffers.
/// What keeps PINs out of dumps is to make none.
/// </summary>
public sealed class WhatACrashDumpHolds(TestCluster cluster)
{
    [Theory(Explicit = true)]
    [InlineData(0, 0)]
    [InlineData(0, 120)]
    [InlineData(20, 0)]
    [InlineData(100, 0)]
    [InlineData(200, 0)]
    public async Task A_dump_after_a_login(int laterLogins, int seconds)
    {
        var pin = $"kanariepin-8305-{Guid.NewGuid():N}";
        await using var ils = SimulatedIls.Start(new SimulatedIlsOptions
        {
            CardPrefix = "7741937", RandomPatrons = 300, FurtherPatrons = [new("77419370009999", pin, "Kanariefågel", new(1980, 1, 1), new(2100, 1, 1), "ADULT", "MAIN", "7")],
        });
        var connection = await cluster.CreateDatabaseAsync("dump");
        await using (var app = await BrokerApp.StartAsync(connection, everyLogLine: false))
            await app.Given.LibraryAsync("habo", ils);
        var file = Path.Combine(Path.GetTempPath(), $"da-dump-{Guid.NewGuid():N}");
        try
        {
            using var broker = await BrokerProcess.StartAsync(connection, "web", settings:
                [("DOTNET_DbgEnableMiniDump", "1"), ("DOTNET_DbgMiniDumpType", "4"), ("DOTNET_DbgMiniDumpName", file), ("DigitalAccess__Proxy__KnownProxies__0", "127.0.0.1")]);
            using (var browser = new Browser(broker.Origin))
                Assert.Equal("/", (await browser.GiveCardAsync("habo", "77419370009999", pin)).Address.AbsolutePath);
            await OthersAsync(broker.Origin, ils, laterLogins);
            await Task.Delay(TimeSpan.FromSeconds(seconds));

            // The runtime writes its dump when the program aborts.
            using (var abort = Process.Start("kill", ["-ABRT", $"{broker.Id}"]))
                await abort.WaitForExitAsync();
            await Eventually.HoldsAsync(() => Task.FromResult(broker.Output.Contains("Dump successfully written", StringComparison.Ordinal)), "the dump is written", seconds: 120, () => broker.Output);
            broker.Kill();
            var dump = await File.ReadAllBytesAsync(file);
            TestContext.Current.AddAttachment("found", $"after {laterLogins} further logins and {seconds} s: {Count(dump, Encoding.UTF8.GetBytes(pin))} times as bytes, {Count(dump, Encoding.Unicode.GetBytes(pin))} times as text, in {dump.Length / 1_000_000} MB");

            // What must be in the memory of a running broker is found, so the search and the dump are sound.
            var origin = broker.Origin.AbsoluteUri.TrimEnd('/');
            Assert.NotEqual(0, Count(dump, Encoding.UTF8.GetBytes(origin)));
            Assert.NotEqual(0, Count(dump, Encoding.Unicode.GetBytes(origin)));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task OthersAsync(Uri origin, SimulatedIls ils, int logins)
    {
        var patrons = ils.Patrons.Where(p => p.Scenario is null && p.Card != "77419370009999").ToList();
        for (var i = 0; i < logins; i++)
        {
            using var browser = new Browser(origin, from: $"198.19.{i / 250}.{i % 250}");
            await browser.GiveCardAsync("habo", patrons[i % patrons.Count].Card, patrons[i % patrons.Count].Pin);
        }
    }

    private static int Count(ReadOnlySpan<byte> where, ReadOnlySpan<byte> what)
    {
        var found = 0;
        for (int at; (at = where.IndexOf(what)) >= 0; where = where[(at + what.Length)..])
            found++;
        return found;
    }
}
