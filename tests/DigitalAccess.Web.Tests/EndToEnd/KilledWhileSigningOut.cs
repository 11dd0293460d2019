using System.Collections.Concurrent;
using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.Logout;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.EndToEnd;

/// <summary>kill -9 between the commit of a sign-out and the vendor's answer: another process tells the vendor.</summary>
[Collection(Timed.Name)]
public sealed class KilledWhileSigningOut(TestCluster cluster)
{
    private const string Redirect = "https://kiosk.example/cb";

    [Fact]
    public async Task The_worker_tells_the_vendor_that_the_killed_process_was_telling()
    {
        await using var ils = SimulatedIls.Start(new SimulatedIlsOptions { CardPrefix = "2352933" });
        await using var vendor = await ForeignServer.StartAsync();
        var connection = await cluster.CreateDatabaseAsync("kill_logout");
        await using var app = await BrokerApp.StartAsync(connection);
        var habo = await app.Given.LibraryAsync("habo", ils);
        var told = new ConcurrentQueue<string>();
        var silent = true;
        var address = vendor.On("/backchannel", async http =>
        {
            told.Enqueue((await http.Request.ReadFormAsync())["logout_token"]!);
            if (silent)
                await Task.Delay(Timeout.Infinite, http.RequestAborted);
        });
        await app.Given.LicenceAsync(await app.Given.OidcResourceAsync("kiosk", Redirect, p => p.BackChannelLogoutUri = address.AbsoluteUri), habo);

        // Plain http to a place inside is for Development.
        (string, string)[] settings =
            [("ASPNETCORE_ENVIRONMENT", "Development"), ("DigitalAccess__Outbound__Allow__0", vendor.Place), ("DigitalAccess__Outbound__Timeout", "00:00:03")];
        using var web = await BrokerProcess.StartAsync(connection, "web", settings: settings);
        using var browser = new Browser(web.Origin);
        await browser.GiveCardAsync("habo", ils.Patron("Adult").Card, ils.Patron("Adult").Pin);
        var sent = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, new OidcClient(app, "kiosk", Redirect).AuthorizeAddress()));
        Assert.Equal("kiosk.example", sent.Location?.Host);

        var form = await browser.GetAsync("/signout");
        var press = browser.SubmitAsync(form, []);
        await Eventually.HoldsAsync(() => told.Count == 1, "the vendor is being told");
        web.Kill();
        await press.ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Equal(0, await app.WithDbAsync(db => db.PatronSessions.CountAsync()));
        Assert.Equal(LogoutState.Waiting, (await app.WithDbAsync(db => db.LogoutNotices.AsNoTracking().SingleAsync())).State);

        silent = false;
        using var worker = await BrokerProcess.StartAsync(connection, "worker", settings: settings);
        await Eventually.HoldsAsync(async () => (await app.WithDbAsync(db => db.LogoutNotices.AsNoTracking().SingleAsync())).State == LogoutState.Done,
            "the worker has told the vendor", seconds: 60, () => worker.Output);
        Assert.Equal(2, told.Count);
    }
}
