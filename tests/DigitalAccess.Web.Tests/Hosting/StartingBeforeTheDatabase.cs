using System.Net;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.Hosting;

/// <summary>A node may start while the database is away or not migrated yet; it comes to life by itself when it can.</summary>
public sealed class StartingBeforeTheDatabase(TestCluster cluster)
{
    [Fact]
    public async Task A_node_waits_for_its_keys_and_needs_no_restart()
    {
        var database = await cluster.CreateDatabaseAsync("late");
        await using var early = await BrokerApp.StartAsync(database);
        await early.WithDbAsync(db => db.Database.ExecuteSqlRawAsync("alter table oidc_signing_key rename to not_there_yet"));

        await using var app = await BrokerApp.StartAsync(database);
        using var browser = app.Browser();
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/health/live")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await browser.GetAsync("/health/ready")).Status);
        var page = await browser.GetAsync("/login");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        Assert.Contains("The service is starting", page.Body, StringComparison.Ordinal);
        Assert.Contains(app.Logs.Lines, line => line.Contains("The signing keys could not be read", StringComparison.Ordinal));

        await early.WithDbAsync(db => db.Database.ExecuteSqlRawAsync("alter table not_there_yet rename to oidc_signing_key"));
        for (var i = 0; i < 200 && (await browser.GetAsync("/health/ready")).Status != HttpStatusCode.OK; i++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(50);
        }

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/login")).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/.well-known/jwks")).Status);
    }
}
