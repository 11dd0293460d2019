using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using DigitalAccess.Ils.Sip2;
using DigitalAccess.Simulators.Sip2;

namespace DigitalAccess.Ils.Tests.Sip2;

public sealed class NothingSecretIsWritten
{
    private static readonly string[] SecretTags = ["AD", "AC", "CO", "CN", "AA", "AE", "BD", "BE", "BF", "PB"];

    public static TheoryData<string> Ids => [.. Sample.All.Where(sample => sample.Kind is not "checksum").Select(sample => sample.Id)];

    [Theory]
    [Trait("Case", "SIP2-017")]
    [MemberData(nameof(Ids))]
    public void A_message_prints_without_its_values(string id)
    {
        var sample = Sample.Named(id);
        if (new Sip2Parser(sample.Dialect().Wire).Parse(sample.Bytes).Message is not { } message)
            return;

        foreach (var value in SecretTags.SelectMany(message.All).Where(value => value.Length > 1))
            Assert.DoesNotContain(value, message.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("6300020260301    101112          AOLIBAA20000001AD987654AC|")]
    [InlineData("6300020260301    101112          AD987654|AA20000001|AOLIB")]
    [InlineData("6300020260301    101112          AOLIB|AA20000001|AC|AD987654")]
    [InlineData("6300020260301    101112          BLAD987654|")]
    [InlineData("9300CNbrokerCO987654|")]
    [InlineData("9300CO987654|CNbroker|")]
    [InlineData("6300020260301    10AD987654      AO|")]
    public void Missing_delimiters_and_another_order_do_not_defeat_the_redaction(string raw)
    {
        var message = new Sip2Parser(Sip2Wire.Of(new Sip2Settings())).Parse(Encoding.ASCII.GetBytes(raw)).Message;

        Assert.NotNull(message);
        Assert.DoesNotContain("987654", message.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "SIP2-017")]
    public async Task Logs_at_every_level_hold_no_PIN_no_card_no_name_and_no_password()
    {
        var log = new CapturedLog();
        var secrets = new List<string> { "broker-secret" };
        await using (var rig = new Rig(s => s with { SendScStatus = true, SendEndSession = true }, log: log))
        {
            foreach (var (fault, patron) in Faults().Zip(rig.Ils.ScenarioPatrons))
            {
                rig.Ils.Fault = fault;
                var pin = patron.Pin.Length == 0 ? "55443" : "9" + patron.Pin;
                secrets.AddRange([patron.Card, patron.Name, pin, patron.InternalId]);
                await rig.VerifyCard(patron.Card, pin);
                rig.Ils.Fault = Sip2Fault.None;
                await rig.Verify(patron.Scenario!, patron.Pin.Length == 0 ? "55443" : null);
            }
        }

        Assert.Contains("1003 ", log.Text, StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, log.Text, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [Trait("Case", "SIP2-017")]
    [InlineData(false, "63")]
    [InlineData(true, "23")]
    public async Task Each_message_is_logged_by_its_command_and_length_alone(bool only23, string command)
    {
        var log = new CapturedLog();
        string[] secrets;
        await using (var rig = new Rig(s => s with { UseOnly23 = only23, LoginUser = "kanarieterminal", TerminalPassword = "kanarieterminalpin" }, o => o with { LoginUser = "kanarieterminal", LoginPassword = "kanarielosen" }, log))
        {
            var adult = rig.Ils.Patron("Adult");
            secrets = [adult.Card, adult.Name, "kanariepin", "kanarielosen", "kanarieterminal", "kanarieterminalpin"];
            Assert.IsType<PatronVerification.InvalidCredentials>(await rig.VerifyCard(adult.Card, "kanariepin"));
            Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Adult"));
        }

        foreach (var sent in new[] { "93", command })
            Assert.Matches($@"(?m)^1001 SIP2 test#1: {sent} of \d+ bytes answered", log.Text);
        Assert.Matches($@"(?m)^1003 SIP2 test#1: received {(only23 ? "24" : "64")} \(\d+\) .* AA=\* BL=Y CQ=Y AE=\*", log.Text);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, log.Text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task No_PIN_of_a_recorded_request_reaches_the_log()
    {
        var log = new CapturedLog();
        var pins = new List<string>();
        await using (var rig = new Rig(log: log))
        {
            foreach (var sample in Sample.All.Where(sample => sample.Kind.StartsWith("req-", StringComparison.Ordinal)))
            {
                var message = new Sip2Parser(sample.Dialect().Wire).Parse(sample.Bytes).Message;
                if (message?.First("AD") is not { Length: > 0 } pin)
                    continue;
                pins.Add(pin);
                await rig.VerifyCard(message.First("AA")!, pin);
            }
        }

        Assert.NotEmpty(pins);
        Assert.All(pins, pin => Assert.DoesNotContain(pin, log.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Credentials_and_facts_print_and_serialise_as_nothing()
    {
        var typed = Rig.Typed("20000001", "987654");
        var facts = new PatronFacts(new PatronKey("20000001", PatronKeyKind.Card), typed.Card, null, null, null, null, []);
        var settings = new Sip2Settings { TerminalPassword = "987654" };

        Assert.All(
            [$"{typed}", $"{typed.Card}{typed.Pin}", $"{facts}", $"{new PatronVerification.Authenticated(facts)}", $"{facts.Key}", $"{settings}", JsonSerializer.Serialize(typed), JsonSerializer.Serialize(facts)],
            text => Assert.False(text.Contains("20000001", StringComparison.Ordinal) || text.Contains("987654", StringComparison.Ordinal), text));
    }

    [Fact]
    public async Task Traces_and_figures_hold_the_outcome_and_no_value()
    {
        var seen = new List<string>();
        using var meters = new MeterListener { InstrumentPublished = (instrument, listener) => { if (instrument.Meter.Name == IlsTelemetry.Name) listener.EnableMeasurementEvents(instrument); } };
        meters.SetMeasurementEventCallback<long>((_, _, tags, _) => Add(tags));
        meters.SetMeasurementEventCallback<double>((_, _, tags, _) => Add(tags));
        meters.Start();
        using var traces = new ActivityListener
        {
            ShouldListenTo = source => source.Name == IlsTelemetry.Name,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => Add(activity.TagObjects.ToArray()),
        };
        ActivitySource.AddActivityListener(traces);
        await using var rig = new Rig(s => s with { Name = "figures" });
        await rig.Verify("Adult", "987654");

        lock (seen)
        {
            Assert.Equal(3, seen.Count(text => text.Contains("connection=figures", StringComparison.Ordinal) && text.Contains("outcome=InvalidCredentials:WrongPin", StringComparison.Ordinal)));
            Assert.DoesNotContain(seen, text => text.Contains("987654", StringComparison.Ordinal) || text.Contains(rig.Ils.Patron("Adult").Card, StringComparison.Ordinal));
        }

        void Add(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var text = string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
            lock (seen)
                seen.Add(text);
        }
    }

    private static IEnumerable<Sip2Fault> Faults() =>
    [
        Sip2Fault.None, Sip2Fault.WrongChecksum, Sip2Fault.OtherPatron, Sip2Fault.ForgedFieldInName, Sip2Fault.NoCq, Sip2Fault.SurplusBytes,
        Sip2Fault.AskToResendForever, Sip2Fault.DropAfter(90), Sip2Fault.GarbageBytes, Sip2Fault.None,
    ];
}
