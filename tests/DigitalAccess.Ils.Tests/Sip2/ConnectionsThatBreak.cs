using System.Text;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Ils.Tests.Sip2;

/// <summary>What happens to a connection between two patrons, and at the edges of what may be read from it; servers scripted byte by byte.</summary>
public sealed class ConnectionsThatBreak
{
    private const string Answer = "64              00020261122    132430000000000000000000000000AOTESTBY|AA77|AETesti|BLY|CQY|";
    private const int Most = 65_536;

    [Fact]
    [Trait("Case", "SIP2-013")]
    public async Task A_server_that_refuses_us_and_stays_on_the_line_is_hung_up_on_and_the_library_is_marked()
    {
        var log = new CapturedLog();
        await using var rig = new ScriptedRig(new ScriptedServer("940\r"), s => s with { LoginUser = "broker" }, log);

        Assert.Equal(new PatronVerification.Misconfigured(ConfigFault.LoginRefused), await rig.Verify("77", "1234"));
        await Eventually.HoldsAsync(() => rig.Server.HungUpOn == 1, "our side has closed");
        Assert.Contains("1007 ", log.Text, StringComparison.Ordinal);

        // Marked: the next patron is told at once, and the account is not tried again.
        Assert.Equal(new PatronVerification.Misconfigured(ConfigFault.LoginRefused), await rig.Verify("77", "1234"));
        Assert.Equal((1, "93"), (rig.Server.Connections, Assert.Single(rig.Server.Requests)[..2]));
    }

    [Fact]
    [Trait("Case", "SIP2-015")]
    public async Task A_pooled_connection_that_was_reset_is_replaced_and_the_PIN_sent_once()
    {
        await using var rig = new ScriptedRig(new ScriptedServer(Answer + "\r") { ResetsAtEnd = true });
        Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("77", "1234"));
        await Eventually.HoldsAsync(() => rig.Server.Resets == 1, "the connection is reset");

        Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("77", "4321"));
        Assert.Equal(2, rig.Server.Connections);
        Assert.Single(rig.Server.Requests, request => request.Contains("|AD4321|", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Case", "SIP2-015")]
    public async Task A_pooled_connection_that_swallows_the_request_costs_one_deadline_one_try_and_the_connection()
    {
        await using var rig = new ScriptedRig(new ScriptedServer(Answer + "\r"), Rig.Impatient);
        Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("77", "1234"));

        // Nothing tells a half-open connection from a slow server, so the PIN is not sent a second time.
        Assert.Equal(new PatronVerification.IlsUnavailable(OutageKind.Timeout), await rig.Verify("77", "4321"));
        Assert.Single(rig.Server.Requests, request => request.Contains("|AD4321|", StringComparison.Ordinal));
        await Eventually.HoldsAsync(() => rig.Server.HungUpOn == 1, "our side has closed");

        Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("77", "5678"));
        Assert.Equal(2, rig.Server.Connections);
    }

    [Fact]
    [Trait("Case", "SIP2-015")]
    public async Task A_connection_closed_once_the_PIN_is_on_its_way_is_an_outage_and_the_PIN_is_not_sent_again()
    {
        await using var rig = new ScriptedRig(new ScriptedServer([null]));

        Assert.Equal(new PatronVerification.IlsUnavailable(OutageKind.ClosedEarly), await rig.Verify("77", "1234"));
        Assert.Single(rig.Server.Requests);
    }

    [Theory]
    [Trait("Case", "SIP2-011")]
    [InlineData(Most, true)]
    [InlineData(Most + 1, false)]
    public async Task An_answer_may_be_64_KiB_long_and_no_byte_longer(int length, bool accepted)
    {
        var line = Answer + "AF" + new string('x', length - Answer.Length - 3) + "|";
        Assert.Equal(length, Encoding.ASCII.GetByteCount(line));
        await using var rig = new ScriptedRig(new ScriptedServer(line + "\r"));

        var outcome = await rig.Verify("77", "1234");
        if (accepted)
            Assert.IsType<PatronVerification.Authenticated>(outcome);
        else
            Assert.Equal(new PatronVerification.ProtocolError(ProtocolFault.TooLong), outcome);
    }

    [Fact]
    [Trait("Case", "SIP2-011")]
    public async Task An_answer_without_an_end_is_given_up_at_the_first_byte_too_many()
    {
        await using var rig = new ScriptedRig(new ScriptedServer(Answer + new string('x', Most + 1 - Answer.Length)));

        Assert.Equal(new PatronVerification.ProtocolError(ProtocolFault.TooLong), await rig.Verify("77", "1234"));
        await Eventually.HoldsAsync(() => rig.Server.HungUpOn == 1, "our side has closed");
    }
}
