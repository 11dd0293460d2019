using DigitalAccess.Ils.Sip2;
using DigitalAccess.Simulators.Sip2;
using Microsoft.Extensions.Time.Testing;

namespace DigitalAccess.Ils.Tests.Sip2;

/// <summary>Logins are answered, and yet an operator should look.</summary>
public sealed class SignsOfAFaultySetup
{
    private readonly CapturedLog _log = new();

    [Fact]
    public async Task Mostly_unknown_cards_are_noticed_from_the_twentieth_login_on_and_said_once()
    {
        await using var rig = new Rig(log: _log);
        for (var i = 0; i < 7; i++)
            await rig.Verify("Adult");
        for (var i = 0; i < 12; i++)
            await rig.VerifyCard($"99{i}", "1234");
        Assert.Equal(0, Said("ManyUnknownCards"));

        for (var i = 0; i < 5; i++)
            await rig.VerifyCard($"98{i}", "1234");
        Assert.Equal(1, Said("ManyUnknownCards"));
    }

    [Fact]
    public async Task Wrong_PINs_and_refused_input_say_nothing_of_the_set_up()
    {
        await using var rig = new Rig(log: _log);
        for (var i = 0; i < 15; i++)
        {
            await rig.Verify("Teen", "0000");
            await rig.VerifyCard("1", "|");
        }

        Assert.Equal(0, Said(""));
    }

    [Fact]
    public async Task Unknown_cards_of_an_hour_ago_are_forgotten()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
        await using var rig = new Rig(log: _log, clock: clock);
        for (var i = 0; i < 19; i++)
            await rig.VerifyCard($"99{i}", "1234");
        clock.Advance(TimeSpan.FromHours(1));
        await rig.VerifyCard("999", "1234");

        Assert.Equal(0, Said("ManyUnknownCards"));
    }

    [Fact]
    public async Task An_answer_that_leaves_the_PIN_open_is_noticed()
    {
        await using var rig = new Rig(log: _log);
        rig.Ils.Fault = Sip2Fault.NoCq;
        await rig.Verify("Adult");

        Assert.Equal(1, Said("PinNotVerified"));
    }

    [Theory]
    [InlineData("              ", 0)]
    [InlineData("YYYY          ", 0)]
    [InlineData("1             ", 1)]
    [InlineData("   N          ", 1)]
    public async Task Status_signs_that_the_protocol_does_not_know_are_noticed(string status, int times)
    {
        var answer = $"64{status}00120260301    101112000000000000000000000000AOLIB|AA1|AETesti|BLY|CQY|\r";
        await using var server = new ScriptedServer(answer);
        var settings = Rig.Default(server.Port) with { LoginUser = null, ErrorDetection = false };
        await using var verifier = new Sip2PatronVerifier(settings, null, TimeProvider.System, _log.For<Sip2PatronVerifier>());
        await verifier.VerifyAsync(Rig.Typed("1", "2"), TestContext.Current.CancellationToken);

        Assert.Equal(times, Said("UnknownStatusSigns"));
    }

    [Theory]
    [InlineData(9, 0)]
    [InlineData(11, 1)]
    public async Task A_clock_that_is_far_off_is_noticed_by_the_health_check(int minutes, int times)
    {
        await using var rig = new Rig(log: _log, clock: new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddMinutes(minutes)));
        await rig.Verifier.CheckAsync(TestContext.Current.CancellationToken);

        Assert.Equal(times, Said("ClockSkew"));
    }

    private int Said(string signal) => _log.Text.Split('\n').Count(line => line.StartsWith("1100 ", StringComparison.Ordinal) && line.Contains(signal, StringComparison.Ordinal));
}
