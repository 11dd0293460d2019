using System.Net;
using DigitalAccess.LocalPostgres;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.Hosting;

/// <summary>The program as operators and probes meet it: what it answers when it cannot serve, and with which code its commands end.</summary>
public sealed class OperatingTheProgram(TestCluster cluster)
{
    [Fact]
    public async Task It_is_not_ready_while_the_database_is_away_or_older_than_the_program_and_alive_all_the_while()
    {
        await using var postgres = await PostgresCluster.StartAsync(new PostgresClusterOptions { Ephemeral = true, Durability = Durability.Durable });
        await postgres.CreateDatabaseAsync("ready");
        var connection = postgres.ConnectionString("ready") + ";Timeout=2";
        await TestCluster.MigrateAsync(connection);
        await using var app = await BrokerApp.StartAsync(connection);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), await ProbeAsync(app));

        await app.WithDbAsync(db => db.Database.ExecuteSqlAsync($"""create table migrations_kept as select * from "__EFMigrationsHistory"; delete from "__EFMigrationsHistory" """));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), await ProbeAsync(app));
        await app.WithDbAsync(db => db.Database.ExecuteSqlAsync($"""insert into "__EFMigrationsHistory" select * from migrations_kept"""));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), await ProbeAsync(app));

        await postgres.StopImmediatelyAsync();
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), await ProbeAsync(app));
        await postgres.StartAgainAsync();
        await Eventually.HoldsAsync(async () => await ProbeAsync(app) == (HttpStatusCode.OK, HttpStatusCode.OK), "the program is ready again");
    }

    [Fact]
    public async Task A_worker_answers_probes_and_nothing_else()
    {
        await using var worker = await BrokerApp.StartAsync(await cluster.CreateDatabaseAsync("worker"), new() { ["DigitalAccess:Role"] = "worker" });
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), await ProbeAsync(worker));
        using var browser = worker.Browser();
        foreach (var path in new[] { "/", "/login", "/staff", "/connect/token", "/.well-known/openid-configuration" })
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(path)).Status);
    }

    [Fact]
    public async Task Commands_end_with_a_code_that_scripts_can_go_by()
    {
        var connection = await cluster.CreateDatabaseAsync("commands");
        (string, string)[] settings = [("ConnectionStrings__DigitalAccess", connection), ("DigitalAccess__Origin", "http://localhost:5080"), ("DigitalAccess__DataProtectionCertificate", WrappingCertificate.Shared)];

        await EndsAsync(["frobnicate"], 2, "digitalaccess migrate", settings);
        await EndsAsync(["migrate"], 0, "the database is up to date", settings);
        await EndsAsync(["keys", "replace"], 0, "nothing that the old ones signed counts", settings);
        await EndsAsync(["staff", "password", "nobody@habo.example"], 1, "there is no staff member", settings, input: "a password that is long\n");
        await EndsAsync(["staff", "password", "nobody@habo.example"], 2, "as one line", settings, input: "");
        await EndsAsync(["staff", "code-reset", "nobody@habo.example"], 1, "there is no staff member", settings);
        await EndsAsync(["vendor-sheet", "nobody"], 1, "no client and no service provider", settings);
        await EndsAsync(["import", "/nowhere"], 1, "/nowhere", settings);
        var (code, output) = await BrokerProcess.RunAsync([], null, ("ConnectionStrings__DigitalAccess", connection), ("DigitalAccess__Origin", "http://login.example.se"), ("DigitalAccess__DataProtectionCertificate", WrappingCertificate.Shared));
        Assert.NotEqual(0, code);
        Assert.Contains("plain http", output, StringComparison.Ordinal);
    }

    private static async Task EndsAsync(string[] arguments, int code, string says, (string, string)[] settings, string? input = null)
    {
        var (ended, output) = await BrokerProcess.RunAsync(arguments, input, settings);
        Assert.True(ended == code, $"{string.Join(' ', arguments)} ended with {ended}: {output}");
        Assert.Contains(says, output, StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Live, HttpStatusCode Ready)> ProbeAsync(BrokerApp app)
    {
        using var http = new HttpClient { BaseAddress = app.Origin };
        using var live = await http.GetAsync("health/live");
        using var ready = await http.GetAsync("health/ready");
        return (live.StatusCode, ready.StatusCode);
    }
}
