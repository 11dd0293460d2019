using System.Text;
using DigitalAccess.Ils.Sip2;

namespace DigitalAccess.Ils.Tests.Sip2;

/// <summary>Start with an answer that authenticates, break exactly one thing.</summary>
public sealed class AnswersThatDeny
{
    private const string Good = "64              00120260301    101112000000000000000000000000AOLIB|AA20000001|AETesti Matti|BLY|CQY|AQMAIN|PA20301231|PB19800101|PCADULT|XI77|";
    private static readonly DateOnly Today = new(2026, 3, 1);
    private static readonly Sip2Dialect Dialect = new(new Sip2Settings { FieldProfile = "sipserver", Encoding = "utf-8" });

    [Fact]
    public void The_unbroken_answer_authenticates() => Assert.IsType<PatronVerification.Authenticated>(Evaluate(Good));

    [Theory]
    [Trait("Case", "SIP2-005")]
    [InlineData("BLY|CQN")]
    [InlineData("BLN|CQY")]
    [InlineData("BLN|CQN")]
    [InlineData("BLy|CQy")]
    [InlineData("BLY|CQ1")]
    [InlineData("BL1|CQ1")]
    [InlineData("BLY|CQYES")]
    [InlineData("BLYES|CQY")]
    [InlineData("BLY|CQ Y")]
    [InlineData("BL|CQY")]
    [InlineData("BLY|CQ")]
    [InlineData("BLY")]
    [InlineData("CQY")]
    [InlineData("BLＹ|CQＹ")]
    [InlineData("BLY|CQT")]
    public void Anything_but_a_plain_yes_to_both_card_and_PIN_authenticates_nobody(string flags) =>
        AssertDenied(Evaluate(Good.Replace("BLY|CQY", flags, StringComparison.Ordinal)));

    [Theory]
    [Trait("Case", "SIP2-007")]
    [InlineData("BLY|CQN", "AETesti|CQY|")]
    [InlineData("BLN|CQY", "AETesti|BLY|")]
    [InlineData("BLY|CQN", "AFCQY, you see|CQY|")]
    [InlineData("BLY|CQN", "AETesti|CQ|")]
    [InlineData("BLY|CQY", "AETesti|XI78|")]
    [InlineData("BLY|CQY", "AETesti|AA20000002|")]
    [InlineData("BLY|CQY", "AETesti|AQOTHER|")]
    [InlineData("BLY|CQY", "AETesti|PCSTAFF|")]
    [InlineData("BLY|CQY", "AETesti|PA20991231|")]
    [InlineData("BLY|CQY", "AETesti|PB19500101|")]
    [InlineData("BLY|CQY", "AETesti|CQN|")]
    public void A_deciding_field_with_two_values_authenticates_nobody(string flags, string forged)
    {
        var honest = Good.Replace("BLY|CQY", flags, StringComparison.Ordinal);

        Assert.Equal(new PatronVerification.ProtocolError(ProtocolFault.ContradictoryFields), Evaluate(honest + forged));
        Assert.Equal(new PatronVerification.ProtocolError(ProtocolFault.ContradictoryFields), Evaluate(honest.Replace("AOLIB|", $"AOLIB|{forged}", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_sequence_number_forged_beside_the_real_one_authenticates_nobody()
    {
        const string honest = Good + "AY2AZ0000";

        Assert.IsType<PatronVerification.Authenticated>(Evaluate(honest));
        Assert.Equal(new PatronVerification.ProtocolError(ProtocolFault.ContradictoryFields), Evaluate(honest.Replace("Testi", "Testi|AY9|", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("AFCQY BLY")]
    [InlineData("AFBLY")]
    [InlineData("AE lower|cqy|bly")]
    public void Flags_inside_a_text_decide_nothing(string text) =>
        Assert.Equal(new PatronVerification.InvalidCredentials(InvalidReason.WrongPin), Evaluate(Good.Replace("CQY", "CQN", StringComparison.Ordinal) + text + "|"));

    [Fact]
    public void Without_PINs_configured_twice_over_a_missing_CQ_is_never_accepted()
    {
        var onlyHalf = new Sip2Dialect(Dialect.Settings with { MissingCq = MissingCq.Accept });

        AssertDenied(Evaluate(Good.Replace("CQY|", "", StringComparison.Ordinal), onlyHalf));
    }

    /// <summary>0xE5 alone is å in another encoding and nothing in UTF-8.</summary>
    [Theory]
    [InlineData("XI77", "XI7\u00E57")]
    [InlineData("AQMAIN", "AQM\u00E5IN")]
    [InlineData("AA20000001", "AA2000\u00E5001")]
    public void A_value_that_identifies_must_be_decodable(string original, string broken) =>
        Assert.Equal(
            new PatronVerification.ProtocolError(ProtocolFault.NotUnderstood),
            Evaluate(Encoding.Latin1.GetBytes(Good.Replace(original, broken, StringComparison.Ordinal)), Dialect));

    [Fact]
    public void A_name_that_cannot_be_decoded_fails_nobody()
    {
        var bytes = Encoding.Latin1.GetBytes(Good.Replace("Testi", "T\u00E9sti", StringComparison.Ordinal));

        Assert.IsType<PatronVerification.Authenticated>(Evaluate(bytes, Dialect));
    }

    [Fact]
    public void Decomposed_letters_of_a_home_library_are_composed()
    {
        var found = Assert.IsType<PatronVerification.Authenticated>(Evaluate(Good.Replace("AQMAIN", "AQHa\u0308gersten", StringComparison.Ordinal)));

        Assert.Equal("H\u00E4gersten", found.Patron.HomeLibrary);
    }

    [Theory]
    [InlineData("20260301", true)]
    [InlineData("20260228", false)]
    [InlineData("20260301    235900", true)]
    [InlineData("20260228staff", false)]
    [InlineData("00000000", true)]
    [InlineData("99999999", true)]
    [InlineData("20260230", true)]
    [InlineData("", true)]
    public void A_card_is_valid_through_its_last_day_and_an_impossible_date_is_unknown(string expiry, bool valid) =>
        Assert.Equal(valid, Evaluate(Good.Replace("PA20301231", $"PA{expiry}", StringComparison.Ordinal)) is PatronVerification.Authenticated);

    [Fact]
    public void Koha_s_text_tells_an_expired_card_only_together_with_a_denied_charge()
    {
        var koha = new Sip2Dialect(new Sip2Settings { FieldProfile = "koha", Encoding = "utf-8", ExpiredText = "PATRON EXPIRED" });
        var text = Good + "AFGreetings from Koha. PATRON EXPIRED|";

        Assert.IsType<PatronVerification.Authenticated>(Evaluate(text, koha));
        Assert.IsType<PatronVerification.Expired>(Evaluate("64YYYY          " + text[16..], koha));
    }

    [Fact]
    public void A_text_that_tells_a_barred_patron_counts_beside_a_fine_and_only_with_a_denied_charge()
    {
        var koha = new Sip2Dialect(new Sip2Settings { FieldProfile = "koha", Encoding = "utf-8", BlockedText = "restricted|barred" });
        var text = Good + "AFGreetings from Koha. -- Patron RESTRICTED|";

        Assert.IsType<PatronVerification.Authenticated>(Evaluate(text, koha));
        var blocked = Assert.IsType<PatronVerification.Blocked>(Evaluate("64YYYY      YY  " + text[16..], koha));
        Assert.Equal([BlockReason.Debarred, BlockReason.ExcessiveFines, BlockReason.ExcessiveFees], blocked.Reasons);
        Assert.Equal([BlockReason.Debarred], Assert.IsType<PatronVerification.Blocked>(Evaluate("64YYYY          " + text[16..], koha)).Reasons);
    }

    [Fact]
    public void Corvina_s_BL_N_with_a_right_PIN_is_an_expired_card_and_with_a_wrong_one_nothing()
    {
        var corvina = new Sip2Dialect(new Sip2Settings { BlnMeans = BlnMeans.Expired, Encoding = "utf-8" });

        Assert.IsType<PatronVerification.Expired>(Evaluate(Good.Replace("BLY", "BLN", StringComparison.Ordinal), corvina));
        AssertDenied(Evaluate(Good.Replace("BLY|CQY", "BLN|CQN", StringComparison.Ordinal), corvina));
    }

    [Theory]
    [InlineData("PA20301231", null)]
    [InlineData("PA20260228", "2026-02-28")]
    public void Where_BL_N_means_expired_a_date_to_come_signs_nobody_in_and_is_not_told_as_the_last_day(string expiry, string? told)
    {
        var corvina = new Sip2Dialect(new Sip2Settings { FieldProfile = "sipserver", BlnMeans = BlnMeans.Expired, Encoding = "utf-8" });
        var answer = Good.Replace("BLY", "BLN", StringComparison.Ordinal).Replace("PA20301231", expiry, StringComparison.Ordinal);

        var expired = Assert.IsType<PatronVerification.Expired>(Evaluate(answer, corvina));
        Assert.Equal(told, expired.On?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("BV15.01|CC15.00|", true)]
    [InlineData("BV15.00|CC15.00|", false)]
    [InlineData("BV20.00|CC0.00|", false)]
    [InlineData("BV20.00|CC|", false)]
    [InlineData("BV20.00|", false)]
    [InlineData("BV 20.00|CC15.|", true)]
    [InlineData("BV-75.00|CC15|", false)]
    [InlineData("BVmuch|CC15|", false)]
    public void Fines_block_only_above_a_limit_that_the_ILS_names(string amounts, bool blocked) =>
        Assert.Equal(blocked, Evaluate(Good + amounts) is PatronVerification.Blocked { Reasons: [BlockReason.ExcessiveFines] });

    [Fact]
    public void All_blocks_are_reported_the_most_specific_first_and_the_general_one_only_alone()
    {
        var blocked = Assert.IsType<PatronVerification.Blocked>(Evaluate("64YYYYYYY   YYYY" + Good[16..]));

        Assert.Equal(
            [BlockReason.CardLost, BlockReason.ExcessiveFines, BlockReason.ExcessiveFees, BlockReason.TooManyItemsBilled, BlockReason.RecallOverdue, BlockReason.TooManyOverdue, BlockReason.TooManyItemsCharged],
            blocked.Reasons);
        Assert.Equal([BlockReason.NoBorrowingPrivileges], Assert.IsType<PatronVerification.Blocked>(Evaluate("64YYYY          " + Good[16..])).Reasons);
    }

    private static PatronVerification Evaluate(string text, Sip2Dialect? dialect = null) => Evaluate(Encoding.UTF8.GetBytes(text), dialect ?? Dialect);

    private static PatronVerification Evaluate(byte[] bytes, Sip2Dialect dialect)
    {
        var message = new Sip2Parser(dialect.Wire).Parse(bytes).Message;
        Assert.NotNull(message);
        return new PatronEvaluator(dialect).Evaluate(message, Rig.Typed("20000001", "1").Card, Today);
    }

    private static void AssertDenied(PatronVerification outcome) => Assert.True(
        outcome is PatronVerification.InvalidCredentials or PatronVerification.ProtocolError or PatronVerification.Indeterminate, outcome.ToString());
}
