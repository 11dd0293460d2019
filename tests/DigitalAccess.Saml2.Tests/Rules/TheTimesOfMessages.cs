using DigitalAccess.Saml2.Rules;
using DigitalAccess.Saml2.Tests.Support;

namespace DigitalAccess.Saml2.Tests.Rules;

/// <summary>SDP-G01: clocks may be five minutes apart, and a message is good for five minutes.</summary>
public sealed class TheTimesOfMessages
{
    private static readonly AuthnRequestDraft Valid = new();

    [Theory]
    [InlineData(0)]
    [InlineData(299)]
    [InlineData(300)]
    [InlineData(-300)]
    [InlineData(-599)]
    [InlineData(-600)]
    public void A_message_of_now_is_accepted(int seconds) => Expect.Accepted(Incoming.Redirect(Valid with { IssueInstant = Party.Text(Party.Now.AddSeconds(seconds)) }));

    [Theory, Trait("Case", "SAML-065")]
    [InlineData("2026-03-01T12:05:01Z")]
    [InlineData("2026-03-01T12:05:00.001Z")]
    [InlineData("2026-03-01T11:49:59Z")]
    [InlineData("2026-03-01T11:49:59.999Z")]
    [InlineData("2026-03-01T11:00:00Z")]
    [InlineData("2025-03-01T12:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z")]
    [InlineData("9999-12-31T23:59:59.999999999Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    public void A_message_of_another_time_is_refused(string instant) => RefusedInEveryWay(SamlFaultKind.Time, instant);

    [Theory, Trait("Case", "SAML-065")]
    [InlineData("2026-02-30T00:00:00Z")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("2026-03-01T24:00:01Z")]
    [InlineData("2026-03-01T12:00:60Z")]
    [InlineData("2026-03-01T12:00:00")]
    [InlineData("2026-03-01T12:00:00z")]
    [InlineData("2026-03-01T12:00:00+00:00")]
    [InlineData("2026-03-01T13:00:00+01:00")]
    [InlineData("2026-03-01 12:00:00Z")]
    [InlineData("2026-03-01T12:00Z")]
    [InlineData("2026-03-01")]
    [InlineData("20260301T120000Z")]
    [InlineData("2026-03-01T12:00:00.Z")]
    [InlineData("2026-03-01T12:00:00,123Z")]
    [InlineData("2026-03-01T12:00:00.123456789")]
    [InlineData("2026-03-01T12:00:00.123456789X")]
    [InlineData("2026-03-01T12:00:00x123456789Z")]
    [InlineData("2026-03-01T12:00:00.1234567x9Z")]
    [InlineData("2026-03-01T12:00:00.12345678901234567890123Z")]
    [InlineData("-2026-03-01T12:00:00Z")]
    [InlineData("12026-03-01T12:00:00Z")]
    [InlineData("٢٠٢٦-03-01T12:00:00Z")]
    [InlineData("evil")]
    [InlineData("")]
    public void What_is_no_time_in_UTC_is_refused(string instant) => RefusedInEveryWay(SamlFaultKind.Malformed, instant);

    [Theory]
    [InlineData("2026-03-01T11:55:01Z")]
    [InlineData("2026-03-01T11:55:00.001Z")]
    [InlineData("2026-03-01T12:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public void A_wish_that_still_stands_is_accepted(string end) =>
        Assert.NotNull(LogoutRules.JudgeRequest(Incoming.Posted(XmlSigner.Sign(new LogoutRequestDraft { NotOnOrAfter = end }.Xml, Keys.Provider)), Party.AtLogout).Value.NotOnOrAfter);

    [Theory, Trait("Case", "SAML-079")]
    [InlineData("2026-03-01T11:55:00Z")]
    [InlineData("2026-03-01T11:54:59Z")]
    [InlineData("2020-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    public void A_wish_that_is_void_is_refused(string end) => Expect.Refused(
        SamlFaultKind.Time,
        () => LogoutRules.JudgeRequest(Incoming.Posted(XmlSigner.Sign(new LogoutRequestDraft { NotOnOrAfter = end }.Xml, Keys.Provider)), Party.AtLogout));

    /// <summary>A replay is refused because its ID is remembered: so long as it would still be accepted for its time.</summary>
    [Fact]
    public void An_ID_that_is_forgotten_belongs_to_a_message_that_is_too_old()
    {
        foreach (var issued in (double[])[-600, -300, 0, 300])
        {
            var draft = Valid with { IssueInstant = Party.Text(Party.Now.AddSeconds(issued)) };
            var forgotten = Party.AtSignOn with { Now = Party.Now.AddSeconds(issued) + Receiving.Remembered + TimeSpan.FromTicks(1) };
            Expect.Refused(SamlFaultKind.Time, Incoming.Redirect(draft, forgotten));
        }
    }

    private static void RefusedInEveryWay(SamlFaultKind kind, string instant)
    {
        var draft = Valid with { IssueInstant = instant };
        Expect.Refused(kind, Incoming.Redirect(draft));
        Expect.Refused(kind, Incoming.Redirect(new RedirectQuery(draft.Xml).SignedBy(Keys.Provider)));
        Expect.Refused(kind, Incoming.Post(XmlSigner.Sign(draft.Xml, Keys.Provider)));
    }
}
