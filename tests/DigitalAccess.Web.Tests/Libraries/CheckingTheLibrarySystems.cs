using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using DigitalAccess.Ils;
using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalAccess.Web.Tests.Libraries;

public sealed class CheckingTheLibrarySystems(TestCluster cluster) : IAsyncLifetime
{
    private readonly SimulatedIls _ils = SimulatedIls.Start();
    private BrokerApp _app = null!;
    private Library _habo = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await BrokerApp.StartAsync(await cluster.CreateDatabaseAsync("health"));
        _habo = await _app.Given.LibraryAsync("habo", _ils);
        await _app.Given.LibraryAsync("unconnected");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _ils.DisposeAsync();
    }

    [Fact]
    public async Task Each_state_is_kept_with_the_time_since_when_and_the_last_error()
    {
        var first = await CheckedAsync(Sip2Fault.None);
        Assert.Equal((IlsState.Answers, null), (first.State, first.LastError));

        var again = await CheckedAsync(Sip2Fault.None);
        Assert.Equal(first.Since, again.Since);
        Assert.True(again.CheckedAt > first.CheckedAt);

        var closed = await CheckedAsync(Sip2Fault.Offline);
        Assert.Equal((IlsState.Silent, "OfflineStatus"), (closed.State, closed.LastError));
        Assert.True(closed.Since > again.CheckedAt);

        var refused = await CheckedAsync(Sip2Fault.RefuseLogin);
        Assert.Equal((IlsState.Misconfigured, "LoginRefused"), (refused.State, refused.LastError));
        Assert.Contains(_app.Logs.Lines, line => line.Contains("Library habo's ILS does not accept us: LoginRefused", StringComparison.Ordinal));

        var back = await CheckedAsync(Sip2Fault.None);
        Assert.Equal((IlsState.Answers, "LoginRefused"), (back.State, back.LastError));
        Assert.Equal(0, _ils.PatronRequests);
        Assert.Equal(1, await _app.WithDbAsync(db => db.IlsHealth.CountAsync()));
    }

    [Fact]
    public async Task Several_workers_ask_no_more_often_than_one_and_none_before_about_a_minute_has_passed()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => RunAsync()));
        Assert.Equal(1, _ils.Logins);

        _app.Clock.Advance(TimeSpan.FromSeconds(45));
        await RunAsync();
        Assert.Equal(1, _ils.Logins);

        _app.Clock.Advance(TimeSpan.FromSeconds(30));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => RunAsync()));
        Assert.Equal(2, _ils.Logins);
    }

    [Fact]
    public async Task A_secret_that_nobody_can_read_any_more_is_a_fault_of_the_set_up_and_stops_no_other_check()
    {
        await using var other = SimulatedIls.Start();
        await _app.Given.LibraryAsync("tranas", other);
        await _app.WithDbAsync(db => db.IlsConnections.Where(c => c.LibraryId == _habo.Id).ExecuteUpdateAsync(u => u.SetProperty(c => c.ProtectedSecret, "CfDJ8gone")));

        await RunAsync();

        Assert.Equal([IlsState.Answers, IlsState.Misconfigured], await _app.WithDbAsync(db => db.IlsHealth.Select(h => h.State).OrderBy(s => s).ToListAsync()));
    }

    [Fact]
    public async Task The_gauge_names_the_library()
    {
        var seen = new List<string>();
        using var listener = new MeterListener { InstrumentPublished = (i, l) => { if (i.Name == "digitalaccess.ils.answering") l.EnableMeasurementEvents(i); } };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) =>
        {
            lock (seen)
                seen.Add($"{tags[0].Value}={value}");
        });
        listener.Start();
        await CheckedAsync(Sip2Fault.Offline);
        await CheckedAsync(Sip2Fault.None);
        lock (seen)
            Assert.Equal(["habo=0", "habo=1"], seen.Where(s => s.StartsWith("habo=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_worker_checks_by_itself()
    {
        await using var worker = await BrokerApp.StartAsync(_app.ConnectionString, new() { ["DigitalAccess:Role"] = "worker" });
        for (var i = 0; i < 150 && _ils.Logins == 0; i++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.Equal(1, _ils.Logins);
    }

    [Fact]
    public async Task The_terminal_password_goes_to_the_library_system_and_stands_in_no_settings()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var kept = _app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector(PatronVerifiers.SecretPurpose).Protect("terminal-1234");
        var connection = new IlsConnection
        {
            LibraryId = _habo.Id, Kind = "sip2", ProtectedTerminalSecret = kept,
            Settings = $$"""{"name": "habo", "host": "127.0.0.1", "port": {{((IPEndPoint)listener.LocalEndpoint).Port}}, "encoding": "utf-8"}""",
        };
        Assert.True(CardNumber.TryParse("1", out var card));
        var asking = _app.Services.GetRequiredService<PatronVerifiers>().For(connection, _habo)
            .VerifyAsync(new PatronCredentials(card, new Pin("2"), "sv"), TestContext.Current.CancellationToken);

        using (var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken))
        {
            var bytes = new byte[1024];
            var read = await client.GetStream().ReadAsync(bytes, TestContext.Current.CancellationToken);
            Assert.Contains("|ACterminal-1234|", Encoding.UTF8.GetString(bytes, 0, read), StringComparison.Ordinal);
        }

        Assert.IsType<PatronVerification.IlsUnavailable>(await asking);
    }

    private async Task<IlsHealth> CheckedAsync(Sip2Fault fault)
    {
        _ils.Fault = fault;
        _app.Clock.Advance(TimeSpan.FromSeconds(75));
        await RunAsync();
        return await _app.WithDbAsync(db => db.IlsHealth.AsNoTracking().SingleAsync(h => h.LibraryId == _habo.Id));
    }

    private Task<bool> RunAsync() => _app.WithAsync<IlsHealthChecks, bool>(async checks =>
    {
        await checks.RunDueAsync(TestContext.Current.CancellationToken);
        return true;
    });
}
