using DigitalAccess.Ils.Sip2;
using DigitalAccess.Simulators;
using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace DigitalAccess.Ils.Tests.Sip2;

/// <summary>The circuit breaker and the pool.</summary>
public sealed class ProtectingTheLibrarySystem
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly PatronVerification Open = new PatronVerification.IlsUnavailable(OutageKind.CircuitOpen);

    [Fact]
    public async Task Five_failures_stop_the_asking_for_fifteen_seconds_and_then_one_trial_goes_out()
    {
        var clock = new FakeTimeProvider(Noon);
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
    public async Task A_trial_that_is_cancelled_says_nothing_and_the_next_login_is_the_trial()
    {
        var clock = new FakeTimeProvider(Noon);
        await using var rig = new Rig(clock: clock);
        rig.Ils.Fault = Sip2Fault.GarbageBytes;
        for (var i = 0; i < 5; i++)
            await rig.Verify("Adult");
        clock.Advance(TimeSpan.FromSeconds(15.1));

        rig.Ils.Fault = Sip2Fault.NeverAnswer;
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.Verifier.VerifyAsync(Rig.Typed("1", "2"), patience.Token));
        rig.Ils.Fault = Sip2Fault.GarbageBytes;

        Assert.IsType<PatronVerification.ProtocolError>(await rig.Verify("Adult"));
        Assert.Equal(Open, await rig.Verify("Adult"));
    }

    [Fact]
    public async Task Good_answers_of_a_moment_ago_do_not_keep_a_failing_system_asked()
    {
        var clock = new FakeTimeProvider(Noon);
        await using var rig = new Rig(clock: clock);
        for (var i = 0; i < 20; i++)
            Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Adult"));
        rig.Ils.Fault = Sip2Fault.GarbageBytes;
        for (var i = 0; i < 5; i++)
            Assert.IsType<PatronVerification.ProtocolError>(await rig.Verify("Adult"));

        Assert.Equal(Open, await rig.Verify("Adult"));
    }

    [Fact]
    public async Task Faults_of_more_than_thirty_seconds_ago_are_forgotten()
    {
        var clock = new FakeTimeProvider(Noon);
        await using var rig = new Rig(clock: clock);
        rig.Ils.Fault = Sip2Fault.GarbageBytes;
        for (var i = 0; i < 12; i++)
        {
            Assert.IsType<PatronVerification.ProtocolError>(await rig.Verify("Adult"));
            clock.Advance(TimeSpan.FromSeconds(7.6));
        }
    }

    [Fact]
    [Trait("Case", "LOGIN-021")]
    public async Task Before_a_system_that_takes_connections_and_says_nothing_a_hundred_patrons_know_within_six_seconds()
    {
        var clock = new FakeTimeProvider(Noon);
        Sip2Settings InProduction(Sip2Settings s) => new() { Name = s.Name, Host = s.Host, Port = s.Port, LoginUser = s.LoginUser, InstitutionId = s.InstitutionId, FieldProfile = s.FieldProfile, Encoding = s.Encoding };
        await using var hanging = new Rig(InProduction, clock: clock);
        await using var sound = new Rig(InProduction, clock: clock);
        hanging.Ils.Fault = Sip2Fault.NeverAnswer;

        // They come in twenties, so that some wait while others are being let down.
        var patrons = new List<Task<TimeSpan>>();
        for (var step = 0; step < 120; step++)
        {
            if (step % 8 == 0 && patrons.Count < 100)
                patrons.AddRange(Enumerable.Range(0, 20).Select(_ => TurnedAwayAfter()));
            if (step % 20 == 0)
                Assert.IsType<PatronVerification.Authenticated>(await sound.Verify("Adult"));
            await Task.Delay(15, TestContext.Current.CancellationToken);
            clock.Advance(TimeSpan.FromMilliseconds(200));
        }

        Assert.All(await Task.WhenAll(patrons), took => Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(6)));

        async Task<TimeSpan> TurnedAwayAfter()
        {
            var started = clock.GetTimestamp();
            Assert.IsType<PatronVerification.IlsUnavailable>(await hanging.Verify("Adult"));
            return clock.GetElapsedTime(started);
        }
    }

    [Fact]
    [Trait("Case", "LOGIN-021")]
    public async Task A_system_that_hangs_is_soon_not_asked_any_more()
    {
        var clock = new FakeTimeProvider(Noon);
        await using var rig = new Rig(clock: clock);
        rig.Ils.Fault = Sip2Fault.NeverAnswer;
        for (var i = 0; i < 5; i++)
        {
            var asked = rig.Verify("Adult");
            while (!asked.IsCompleted)
            {
                await Task.Delay(5, TestContext.Current.CancellationToken);
                clock.Advance(TimeSpan.FromMilliseconds(50));
            }

            Assert.Equal(new PatronVerification.IlsUnavailable(OutageKind.Timeout), await asked);
        }

        Assert.Equal(Open, await rig.Verify("Adult"));
        Assert.Equal(5, rig.Ils.Connections);
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
        var clock = new FakeTimeProvider(Noon);
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
        var settings = Rig.Default(FreePort.Take());
        await using var verifier = new Sip2PatronVerifier(settings, "broker-secret", TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<Sip2PatronVerifier>.Instance);
        Assert.Equal(new PatronVerification.IlsUnavailable(OutageKind.ConnectFailed), await verifier.VerifyAsync(Rig.Typed("1", "2"), TestContext.Current.CancellationToken));

        await using var back = SimulatedIls.Start(new SimulatedIlsOptions { Port = settings.Port });
        var adult = back.Patron("Adult");
        Assert.IsType<PatronVerification.Authenticated>(await verifier.VerifyAsync(Rig.Typed(adult.Card, adult.Pin), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_login_that_nobody_can_serve_in_time_is_told_so_and_does_not_queue_for_ever()
    {
        await using var rig = new Rig(s => s with { MaxConnections = 1, MaxWait = TimeSpan.FromMilliseconds(80) });
        rig.Ils.Fault = Sip2Fault.DelayBy(TimeSpan.FromSeconds(2));
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
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
        await using var rig = new Rig(s => s with { IdleLife = TimeSpan.FromSeconds(10) }, clock: clock);
        await rig.Verify("Adult");
        Assert.Equal(1, rig.Ils.OpenConnections);
        clock.Advance(TimeSpan.FromSeconds(11));

        await Eventually.HoldsAsync(() => rig.Ils.OpenConnections == 0, "the connection is closed");
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

        await Eventually.HoldsAsync(() => rig.Ils.OpenConnections == 0, "the connection is closed");
        await rig.DisposeAsync();
    }

    [Theory]
    [InlineData(false, false, false, "93 63 63")]
    [InlineData(true, false, false, "93 99 63 63")]
    [InlineData(false, true, false, "93 23 23")]
    [InlineData(false, false, true, "93 63 35 63 35")]
    [InlineData(true, true, true, "93 99 23 35 23 35")]
    public async Task The_dialect_decides_which_messages_are_sent(bool status, bool only23, bool endSession, string commands)
    {
        const string patron = "00020261122    132430{0}AOTESTBY|AA77|AETesti|BLY|CQY|\r";
        var answers = commands.Split(' ').Select(command => command switch
        {
            "93" => "941\r",
            "99" => "98YYYYNN10000520261122    1324302.00AOTESTBY|BXYYYYYYYYYYYNYYYY|\r",
            "63" => "64              " + string.Format(System.Globalization.CultureInfo.InvariantCulture, patron, new string('0', 24)),
            "23" => "24              " + string.Format(System.Globalization.CultureInfo.InvariantCulture, patron, ""),
            _ => "36Y20261122    132430AOTESTBY|AA77|\r",
        });
        await using var rig = new ScriptedRig(new ScriptedServer([.. answers]), s => s with { LoginUser = "broker", SendScStatus = status, SendEndSession = endSession, UseOnly23 = only23 });

        for (var i = 0; i < 2; i++)
            Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("77", "1234"));
        Assert.Equal(commands, string.Join(' ', rig.Server.Requests.Select(request => request[..2])));
        Assert.Equal(1, rig.Server.Connections);
    }
}
