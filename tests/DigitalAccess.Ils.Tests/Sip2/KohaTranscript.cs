using System.Text;
using System.Text.Json;
using DigitalAccess.Ils.Sip2;

namespace DigitalAccess.Ils.Tests.Sip2;

/// <summary>A recording of a real Koha: its answers are read as recorded, and played to our client.</summary>
public sealed class KohaTranscript
{
    private static readonly JsonElement[] Entries = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "Sip2", "koha-transcript.jsonl"))
        .Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement)];

    private static readonly Sip2Dialect Koha = new(new Sip2Settings { FieldProfile = "koha", Encoding = "utf-8", ExpiredText = "PATRON EXPIRED" });

    public static TheoryData<int> SipAnswers => [.. Enumerable.Range(0, Entries.Length).Where(i => Lines(i).Any() && !Case(i).StartsWith("telnet", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(SipAnswers))]
    public void A_recorded_answer_is_read_and_its_checksum_fits(int entry)
    {
        foreach (var line in Lines(entry))
        {
            var message = new Sip2Parser(Koha.Wire).Parse(line).Message;
            Assert.NotNull(message);
            Assert.NotEqual(false, message.ChecksumFits);
            Assert.Equal(Encoding.UTF8.GetString(line)[..2], message.Command);
        }
    }

    /// <summary>The recording's meaning, counted apart from our parser, so that none can get lost.</summary>
    [Fact]
    public void The_recorded_patron_answers_mean_what_was_recorded()
    {
        var outcomes = Enumerable.Range(0, Entries.Length).SelectMany(Lines)
            .Select(line => new Sip2Parser(Koha.Wire).Parse(line).Message)
            .Where(message => message?.Command is "24" or "64")
            .Select(message => new PatronEvaluator(Koha).Evaluate(message!, Rig.Typed("none", "1").Card, new DateOnly(2026, 11, 22)))
            .CountBy(IlsTelemetry.OutcomeName).OrderBy(pair => pair.Key);

        Assert.Equal(["Authenticated:31", "Expired:1", "InvalidCredentials:UnknownPatron:1", "InvalidCredentials:WrongPin:3"], outcomes.Select(pair => $"{pair.Key}:{pair.Value}"));
    }

    [Fact]
    public async Task Our_client_logs_in_asks_status_and_verifies_against_the_recording()
    {
        await using var rig = Play("error detection on from the login on", s => s with { LoginUser = "broker", LocationCode = "CPL", SendScStatus = true, ErrorDetection = true });

        var found = Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("23529000000018", "1234")).Patron;

        Assert.Equal((1980, "PT", PatronKeyKind.Card), (found.BirthYear, found.Category, found.Key.Kind));
        Assert.Equal(["93", "99", "63"], rig.Server.Requests.Select(request => request[..2]));
    }

    [Fact]
    public async Task Our_requests_are_byte_for_byte_what_Koha_took()
    {
        await using var rig = Play("error detection on from the login on", s => s with { LoginUser = "broker", LocationCode = "CPL", SendScStatus = true, ErrorDetection = true });
        await rig.Verify("23529000000018", "1234");

        var ours = rig.Server.Requests.ToArray();
        Assert.StartsWith("9300CNbroker|COsecret|CPCPL|AY0AZ", ours[0], StringComparison.Ordinal);
        Assert.Equal("9900802.00AY1AZFCA0", ours[1]);
        Assert.Matches(@"^63006\d{8}    \d{6}          AOTESTBY\|AA23529000000018\|AD1234\|AC\|AY2AZ[0-9A-F]{4}$", ours[2]);
    }

    [Theory]
    [InlineData("login: wrong terminal password, then right on the same connection")]
    [InlineData("login: unknown terminal")]
    [InlineData("login: terminal whose Koha user lacks the circulate permission, then a 63")]
    [InlineData("login: encryption method 1")]
    [InlineData("login: empty password")]
    public async Task A_terminal_that_Koha_refuses_hangs_up_at_once(string recorded)
    {
        await using var rig = Play(recorded, s => s with { LoginUser = "broker" });

        Assert.Equal(new PatronVerification.Misconfigured(ConfigFault.LoginRefused), await rig.Verify("23529000000018", "1234"));
        Assert.Single(rig.Server.Requests);
    }

    [Fact]
    public async Task Koha_closes_where_nobody_logged_in()
    {
        await using var rig = Play("no login: 63 first", s => s);

        Assert.Equal(new PatronVerification.IlsUnavailable(OutageKind.ClosedEarly), await rig.Verify("23529000000018", "1234"));
    }

    [Theory]
    [InlineData("terminal account with terminator=CR", "23529000000018", true)]
    [InlineData("terminal account with encoding=ascii, non-ASCII name", "23529000000026", false)]
    [InlineData("message byte by byte", "23529000000018", false)]
    [InlineData("two messages in one segment", "23529000000018", null)]
    public async Task A_recorded_conversation_ends_with_a_verified_patron(string recorded, string card, bool? withStatus)
    {
        await using var rig = Play(recorded, s => s with { LoginUser = withStatus is null ? null : "broker", SendScStatus = withStatus == true });

        Assert.IsType<PatronVerification.Authenticated>(await rig.Verify(card, "1234"));
    }

    [Fact]
    public async Task The_second_of_two_answers_in_one_segment_never_serves_the_next_patron()
    {
        await using var rig = Play("two messages in one segment", s => s);

        await rig.Verify("23529000000018", "1234");
        Assert.Equal(new PatronVerification.ProtocolError(ProtocolFault.WrongPatron), await rig.Verify("23529000000026", "4321"));
        Assert.Equal(2, rig.Server.Connections);
    }

    [Theory]
    [InlineData("telnet transport: login dialogue, then 99 and 63")]
    [InlineData("telnet transport: wrong password")]
    public async Task A_telnet_login_is_reported_as_the_wrong_port(string recorded)
    {
        // Koha greets before anything is sent; the greeting of that port was recorded once.
        var greeting = Entries.Single(entry => entry.GetProperty("port").GetInt32() == 12602 && entry.GetProperty("sent").GetString() == "").Received();
        var answers = Entries.Where(entry => entry.GetProperty("case").GetString() == recorded && entry.GetProperty("sent").GetString() != "").Select(entry => (byte[]?)entry.Received()).ToArray();
        Assert.NotEmpty(answers);
        await using var rig = new ScriptedRig(new ScriptedServer(answers, greeting));

        Assert.Equal(new PatronVerification.Misconfigured(ConfigFault.WrongPort), await rig.Verify("23529000000018", "1234"));
    }

    private static string Case(int entry) => Entries[entry].GetProperty("case").GetString()!;

    private static IEnumerable<byte[]> Lines(int entry) => Encoding.Latin1.GetString(Entries[entry].Received()).Split('\r', '\n')
        .Where(line => line.Length > 0).Select(Encoding.Latin1.GetBytes);

    private static ScriptedRig Play(string recorded, Func<Sip2Settings, Sip2Settings> change)
    {
        var answers = Entries.Where(entry => entry.GetProperty("case").GetString() == recorded)
            .Select(entry => entry.Received() is { Length: > 0 } bytes ? bytes : null).ToArray();
        Assert.NotEmpty(answers);
        return new ScriptedRig(new ScriptedServer(answers, banner: null), s => change(s with { FieldProfile = "koha" }));
    }
}

internal static class TranscriptEntry
{
    public static byte[] Received(this JsonElement entry) => Convert.FromHexString(entry.GetProperty("received_hex").GetString()!);
}
