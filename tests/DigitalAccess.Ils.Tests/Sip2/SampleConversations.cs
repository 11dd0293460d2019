namespace DigitalAccess.Ils.Tests.Sip2;

/// <summary>Samples whose outcome shows only in a conversation: logins, status messages, resends, broken framing.</summary>
public sealed class SampleConversations
{
    [Theory]
    [InlineData("palace-940")]
    [InlineData("ruby-940-seq1")]
    [InlineData("rec-940")]
    public async Task A_refused_login_is_a_misconfiguration_and_no_patron_is_sent(string id)
    {
        await using var rig = new ScriptedRig(Script(id), s => s with { LoginUser = "broker" });

        Assert.Equal(new PatronVerification.Misconfigured(ConfigFault.LoginRefused), await rig.Verify("20000001", "1234"));
        Assert.DoesNotContain(rig.Server.Requests, request => request.StartsWith("63", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("metro-98-offline")]
    [InlineData("cx-98-instead-of-64")]
    public async Task An_offline_status_instead_of_an_answer_is_an_outage(string id)
    {
        await using var rig = new ScriptedRig(Script(id));

        Assert.Equal(new PatronVerification.IlsUnavailable(OutageKind.OfflineStatus), await rig.Verify("20000001", "1234"));
    }

    [Fact]
    public async Task An_ILS_that_asks_for_a_resend_twice_is_given_up()
    {
        await using var rig = new ScriptedRig(Script("cx-96-twice", "cx-96-twice", "cx-96-twice"));

        Assert.Equal(new PatronVerification.IlsUnavailable(OutageKind.ServerError), await rig.Verify("20000001", "1234"));
        Assert.Equal(2, rig.Server.Requests.Count);
    }

    [Fact]
    public async Task A_request_is_repeated_unchanged_after_one_resend_request()
    {
        await using var rig = new ScriptedRig(Script("palace-96", "rec-64-noed"));

        Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("20000001", "1234"));
        Assert.Single(rig.Server.Requests.Distinct());
        Assert.Equal(2, rig.Server.Requests.Count);
    }

    [Fact]
    public async Task A_connection_closed_in_the_middle_of_an_answer_is_an_outage()
    {
        await using var rig = new ScriptedRig(new ScriptedServer([Sample.Named("cx-eof-mid-message").Bytes], closesAtEnd: true));

        Assert.Equal(new PatronVerification.IlsUnavailable(OutageKind.ClosedEarly), await rig.Verify("20000001", "1234"));
    }

    [Fact]
    public async Task A_TLS_alert_tells_that_the_port_is_wrong()
    {
        await using var rig = new ScriptedRig(Script("cx-tls-alert"));

        Assert.Equal(new PatronVerification.Misconfigured(ConfigFault.WrongPort), await rig.Verify("20000001", "1234"));
    }

    [Fact]
    public async Task A_telnet_dialogue_tells_that_the_port_is_wrong()
    {
        await using var rig = new ScriptedRig(new ScriptedServer([], "login: "u8.ToArray()));

        Assert.Equal(new PatronVerification.Misconfigured(ConfigFault.WrongPort), await rig.Verify("20000001", "1234"));
    }

    [Theory]
    [InlineData("LN:3210519784", true)]
    [InlineData("XX:3210519784", false)]
    public async Task A_prefixed_card_is_the_same_card_only_where_the_prefix_is_known(string answered, bool known)
    {
        var answer = $"24              00920170619    125151AODK-775100|AA{answered}|AETestkort|BLY|CQY|\r";
        await using var rig = new ScriptedRig(new ScriptedServer(answer), s => s with { FieldProfile = "fbs", UseOnly23 = true });

        var outcome = await rig.Verify("3210519784", "1234");

        if (known)
            Assert.Equal("3210519784", Assert.IsType<PatronVerification.Authenticated>(outcome).Patron.Card.Value);
        else
            Assert.Equal(new PatronVerification.ProtocolError(ProtocolFault.WrongPatron), outcome);
    }

    private static ScriptedServer Script(params string[] ids) => new([.. ids.Select(id => (byte[]?)[.. Sample.Named(id).Bytes, (byte)'\r'])]);
}
