using DigitalAccess.Simulators.Sip2;
using Microsoft.Extensions.Time.Testing;

namespace DigitalAccess.Ils.Tests.Sip2;

/// <summary>The circuit breaker and the pool.</summary>
public sealed class ProtectingTheLibrarySystem
{
    private static readonly PatronVerification Open = new PatronVerification.IlsUnavailable(OutageKind.CircuitOpen);

    [Fact]
    public async Task Five_failures_stop_the_asking_for_fifteen_seconds_and_then_one_trial_goes_out()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-22T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        await using var rig = new Rig(clock: clock);
        rig.Ils.Fault = Sip2Fault.GarbageBytes;
        for (var i = 0; i < 5; i++)
            Assert.IsType<PatronVerification.ProtocolError>(await rig.Verify("Adult"));

        Assert.Equal(Open, await rig.Verify("Adult"));
        Assert.Equal(5, rig.Ils.PatronRequests);

        clock.Advance(TimeSpan.FromSeconds(15.1));
        Assert.IsType<PatronVerification.ProtocolError>(await rig.Verify("Adult"));
        Assert.Equal(Open, await rig.Verify("Adult"));
        Assert.Equal(6, rig.Ils.PatronRequests);

        rig.Ils.Fault = Sip2Fault.None;
        clock.Advance(TimeSpan.FromSeconds(15.1));
        Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Adult"));
        Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Adult"));
    }

    [Fact]
    public async Task Wrong_PINs_unknown_cards_and_blocked_patrons_never_stop_the_asking()
    {
        await using var rig = new Rig();
        for (var i = 0; i < 8; i++)
        {
            await rig.Verify("Teen", "0000");
            await rig.VerifyCard($"99{i}", "1234");
            await rig.Verify("Blocked");
        }

        Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Adult"));
    }

    [Fact]
    public async Task Input_refused_here_never_stops_the_asking()
    {
        await using var rig = new Rig();
        for (var i = 0; i < 20; i++)
            await rig.VerifyCard("1", "|");

        Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Adult"));
    }

    [Fact]
    public async Task A_refused_broker_account_is_tried_again_only_after_the_break()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-22T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        await using var rig = new Rig(clock: clock);
        rig.Ils.Fault = Sip2Fault.RefuseLogin;
        for (var i = 0; i < 5; i++)
            Assert.IsType<PatronVerification.Misconfigured>(await rig.Verify("Adult"));
        Assert.Equal(1, rig.Ils.Logins);

        rig.Ils.Fault = Sip2Fault.None;
        clock.Advance(TimeSpan.FromSeconds(15.1));
        Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Adult"));
        Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Adult"));
        Assert.Equal(2, rig.Ils.Logins);
    }

    [Fact]
    public async Task An_ILS_that_is_down_is_an_outage_and_recovers_by_itself()
    {
        var gone = SimulatedIls.Start();
        var settings = Rig.Default(gone.Port);
        await gone.DisposeAsync();
        await using var verifier = new DigitalAccess.Ils.Sip2.Sip2PatronVerifier(settings, "broker-secret", TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<DigitalAccess.Ils.Sip2.Sip2PatronVerifier>.Instance);
        Assert.Equal(new PatronVerification.IlsUnavailable(OutageKind.ConnectFailed), await verifier.VerifyAsync(Rig.Typed("1", "2"), TestContext.Current.CancellationToken));

        await using var back = SimulatedIls.Start(new SimulatedIlsOptions { Port = settings.Port });
        var adult = back.Patron("Adult");
        Assert.IsType<PatronVerification.Authenticated>(await verifier.VerifyAsync(Rig.Typed(adult.Card, adult.Pin), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_login_that_nobody_can_serve_in_time_is_told_so_and_does_not_queue_for_ever()
    {
        await using var rig = new Rig(s => s with { MaxConnections = 1, MaxWait = TimeSpan.FromMilliseconds(80) });
        rig.Ils.Fault = Sip2Fault.DelayBy(TimeSpan.FromMilliseconds(250));
        var first = rig.Verify("Adult");

        Assert.Equal(new PatronVerification.IlsUnavailable(OutageKind.PoolExhausted), await rig.Verify("Child"));
        Assert.IsType<PatronVerification.Authenticated>(await first);
        Assert.Equal(0, rig.Ils.TriesOf(rig.Ils.Patron("Child").Card));
    }

    [Fact]
    public async Task Beyond_the_longest_queue_a_login_is_turned_away_at_once()
    {
        await using var rig = new Rig(s => s with { MaxConnections = 1, MaxWaiting = 2 });
        rig.Ils.Fault = Sip2Fault.DelayBy(TimeSpan.FromMilliseconds(60));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => rig.Verify("Adult")));

        Assert.Equal(3, outcomes.Count(outcome => outcome is PatronVerification.Authenticated));
        Assert.Equal(3, outcomes.Count(outcome => outcome == new PatronVerification.IlsUnavailable(OutageKind.PoolExhausted)));
        Assert.Equal(1, rig.Ils.Connections);
    }

    [Fact]
    public async Task An_idle_connection_is_closed_so_that_it_starves_nobody()
    {
        await using var rig = new Rig(s => s with { IdleLife = TimeSpan.FromMilliseconds(80) });
        await rig.Verify("Adult");
        Assert.Equal(1, rig.Ils.OpenConnections);

        await FaultyLibrarySystems.Eventually(() => rig.Ils.OpenConnections == 0);
        Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Adult"));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(10, 1)]
    [InlineData(10, 2)]
    public async Task A_connection_serves_no_more_patrons_than_the_ILS_allows(int idleSeconds, int perConnection)
    {
        await using var rig = new Rig(s => s with { IdleLife = TimeSpan.FromSeconds(idleSeconds), MaxRequestsPerConnection = perConnection });
        for (var i = 0; i < 4; i++)
            Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Adult"));

        Assert.Equal(4 / perConnection, rig.Ils.Connections);
    }

    [Fact]
    public async Task Disposing_closes_what_is_open()
    {
        var rig = new Rig();
        await rig.Verify("Adult");
        await rig.Verifier.DisposeAsync();

        await FaultyLibrarySystems.Eventually(() => rig.Ils.OpenConnections == 0);
        await rig.DisposeAsync();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task The_dialect_decides_which_messages_are_sent(bool status, bool only23)
    {
        await using var rig = new Rig(s => s with { SendScStatus = status, SendEndSession = true, UseOnly23 = only23 });

        for (var i = 0; i < 3; i++)
            Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Adult"));
        Assert.Equal(1, rig.Ils.Connections);
    }
}
