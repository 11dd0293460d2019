using DigitalAccess.Ils.Sip2;

namespace DigitalAccess.Ils.Tests.Sip2;

public sealed class InputThatIsNeverSent
{
    private static readonly PatronVerification Refused = new PatronVerification.InvalidCredentials(InvalidReason.RefusedLocally);

    [Theory]
    [Trait("Case", "SIP2-001")]
    [InlineData("123|ADx", "0000|CQY")]
    [InlineData("123|ADx", "1234")]
    [InlineData("123", "0000|CQY")]
    [InlineData("123", "|")]
    [InlineData("123", "12\r34")]
    [InlineData("123", "12\n34")]
    [InlineData("123", "12\034")]
    [InlineData("123", "12\u009F34")]
    [InlineData("123", "12\u007F34")]
    public async Task A_delimiter_or_a_control_character_is_refused_before_anything_is_sent(string card, string pin) =>
        await Expect(card, pin, s => s);

    [Theory]
    [Trait("Case", "SIP2-003")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\u00A0\u2003")]
    public async Task An_empty_PIN_is_refused_before_anything_is_sent(string pin) => await Expect("123", pin, s => s);

    [Theory]
    [Trait("Case", "SIP2-019")]
    [InlineData("cp850", "åäö€")]
    [InlineData("cp850", "密码")]
    [InlineData("iso-8859-1", "€")]
    [InlineData("ascii", "å")]
    [InlineData("cp850", "｜1234")]
    [InlineData("cp850", "12☺♪34")]
    public async Task A_PIN_that_the_encoding_cannot_carry_is_refused_and_never_sent_changed(string encoding, string pin) =>
        await Expect("123", pin, s => s with { Encoding = encoding });

    [Fact]
    [Trait("Case", "SIP2-019")]
    public async Task Half_a_surrogate_pair_is_refused_in_UTF_8_too() => await Expect("123", $"12{(char)0xD800}34", s => s);

    [Fact]
    [Trait("Case", "SIP2-019")]
    public async Task A_PIN_longer_than_SIP2_allows_is_refused() => await Expect("123", new string('1', 256), s => s);

    [Theory]
    [Trait("Case", "SIP2-019")]
    [InlineData("utf-8", "åäö€")]
    [InlineData("cp850", "åäö£")]
    [InlineData("utf-8", "200")]
    public async Task A_PIN_with_letters_of_its_own_is_verified_where_the_encoding_carries_it(string encoding, string pin)
    {
        pin = pin == "200" ? new string('7', 200) : pin;
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        await using var rig = new Rig(s => s with { Encoding = encoding }, o => o with { Encoding = encoding == "cp850" ? "ibm850" : encoding, FurtherPatrons = [new("77", pin, "Ada", new(1980, 1, 1), new(2100, 1, 1), "ADULT", "MAIN", "77")] });

        Assert.IsType<PatronVerification.Authenticated>(await rig.VerifyCard("77", pin));
    }

    [Theory]
    [InlineData('^', "12^34")]
    [InlineData('#', "12#34")]
    public async Task The_configured_delimiter_counts_not_the_usual_one(char delimiter, string pin) =>
        await Expect("123", pin, s => s with { Delimiter = delimiter });

    [Fact]
    public async Task A_login_password_with_a_delimiter_is_a_misconfiguration_and_is_not_sent()
    {
        await using var server = new ScriptedServer("941\r");
        await using var verifier = new Sip2PatronVerifier(Rig.Default(server.Port), "se|cret", TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<Sip2PatronVerifier>.Instance);

        Assert.Equal(new PatronVerification.Misconfigured(ConfigFault.LoginRefused), await verifier.VerifyAsync(Rig.Typed("1", "2"), TestContext.Current.CancellationToken));
        Assert.Empty(server.Requests);
    }

    private static async Task Expect(string card, string pin, Func<Sip2Settings, Sip2Settings> change)
    {
        await using var rig = new Rig(change);

        Assert.Equal(Refused, await rig.VerifyCard(card, pin));
        Assert.Equal(0, rig.Ils.Connections);
    }
}
