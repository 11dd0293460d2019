using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Ils.Tests.Sip2;

/// <summary>Every fault of the simulated ILS, over real sockets.</summary>
public sealed class FaultyLibrarySystems
{
    private static readonly TimeSpan BeyondDeadline = TimeSpan.FromMilliseconds(700);

    [Fact]
    public async Task A_slow_answer_within_the_deadline_is_taken() =>
        await Expect<PatronVerification.Authenticated>(Sip2Fault.DelayBy(TimeSpan.FromMilliseconds(100)));

    [Fact]
    public async Task An_answer_beyond_the_deadline_is_an_outage() =>
        await Expect(Sip2Fault.DelayBy(BeyondDeadline), OutageKind.Timeout);

    [Fact]
    public async Task An_answer_that_drips_in_byte_by_byte_is_put_together() =>
        await Expect<PatronVerification.Authenticated>(Sip2Fault.SplitAtEveryByte);

    [Fact]
    public async Task One_byte_a_second_does_not_extend_the_deadline() =>
        await Expect(Sip2Fault.OneBytePerSecond, OutageKind.Timeout);

    [Theory]
    [InlineData("\r")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\n\r")]
    [InlineData("\r\r\n")]
    public async Task Lines_may_end_in_any_way_and_the_connection_stays_in_use(string ending)
    {
        await using var rig = new Rig();
        rig.Ils.Fault = Sip2Fault.EndLinesWith(ending);

        for (var i = 0; i < 3; i++)
            Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Adult"));
        Assert.Equal(1, rig.Ils.Connections);
    }

    [Fact]
    public async Task A_stray_line_feed_before_the_answer_means_nothing() =>
        await Expect<PatronVerification.Authenticated>(Sip2Fault.LineFeedFirst);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(90)]
    public async Task A_connection_dropped_within_the_answer_is_an_outage(int bytes) =>
        await Expect(Sip2Fault.DropAfter(bytes), OutageKind.ClosedEarly);

    [Fact]
    public async Task A_request_the_ILS_could_not_read_is_sent_once_more()
    {
        await using var rig = new Rig();
        rig.Ils.Fault = Sip2Fault.AskToResendOnce;

        Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Adult"));
        Assert.Equal(1, rig.Ils.TriesOf(rig.Ils.Patron("Adult").Card));
    }

    [Fact]
    public async Task An_ILS_that_never_understands_is_given_up_after_one_repetition() =>
        await Expect(Sip2Fault.AskToResendForever, OutageKind.ServerError);

    [Fact]
    public async Task An_answer_with_another_sequence_number_is_not_taken() =>
        await Expect(Sip2Fault.WrongSequence, OutageKind.Timeout);

    [Fact]
    public async Task The_right_answer_after_a_stale_one_is_taken_but_the_connection_is_not_used_again()
    {
        await using var rig = new Rig();
        rig.Ils.Fault = Sip2Fault.WrongSequenceThenRight;

        Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Adult"));
        Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Teen"));
        Assert.Equal(2, rig.Ils.Connections);
    }

    [Fact]
    public async Task An_answer_about_another_patron_is_never_taken() =>
        await Expect(Sip2Fault.OtherPatron, ProtocolFault.WrongPatron);

    [Fact]
    public async Task An_answer_about_another_patron_is_never_taken_without_error_detection_either()
    {
        await using var rig = new Rig(s => s with { ErrorDetection = false });
        rig.Ils.Fault = Sip2Fault.OtherPatron;

        Assert.Equal(new PatronVerification.ProtocolError(ProtocolFault.WrongPatron), await rig.Verify("Adult"));
    }

    [Fact]
    public async Task An_ILS_that_says_it_is_off_line_is_an_outage() =>
        await Expect(Sip2Fault.Offline, OutageKind.OfflineStatus);

    [Fact]
    public async Task An_answer_that_does_not_judge_the_PIN_lets_nobody_in()
    {
        await Expect(Sip2Fault.NoCq, new PatronVerification.Indeterminate(IndeterminateReason.PinNotVerified));
        await Expect(Sip2Fault.EmptyCq, new PatronVerification.Indeterminate(IndeterminateReason.PinNotVerified));
    }

    [Fact]
    public async Task An_answer_without_the_error_detection_we_asked_for_is_refused() =>
        await Expect(Sip2Fault.NoErrorDetection, ProtocolFault.WrongChecksum);

    [Fact]
    public async Task An_answer_without_a_sequence_number_is_refused_even_where_checksums_are_not_checked()
    {
        await using var rig = new Rig(s => s with { VerifyChecksum = false, LoginUser = "broker" });
        rig.Ils.Fault = Sip2Fault.NoErrorDetection;

        Assert.Equal(new PatronVerification.ProtocolError(ProtocolFault.WrongSequence), await rig.Verify("Adult"));
    }

    [Fact]
    public async Task A_wrong_checksum_is_a_protocol_error() => await Expect(Sip2Fault.WrongChecksum, ProtocolFault.WrongChecksum);

    [Fact]
    public async Task A_wrong_checksum_is_taken_only_where_checking_is_switched_off()
    {
        await using var rig = new Rig(s => s with { VerifyChecksum = false });
        rig.Ils.Fault = Sip2Fault.WrongChecksum;

        Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Adult"));
    }

    [Fact]
    public async Task An_ILS_that_accepts_and_never_answers_is_an_outage_at_the_deadline() =>
        await Expect(Sip2Fault.NeverAnswer, OutageKind.Timeout);

    [Fact]
    [Trait("Case", "SIP2-009")]
    public async Task A_reply_that_comes_after_the_deadline_is_never_given_to_the_next_patron()
    {
        await using var rig = new Rig(s => Rig.Impatient(s) with { MaxConnections = 1 });
        rig.Ils.Fault = Sip2Fault.LateAnswer(BeyondDeadline);

        Assert.Equal(new PatronVerification.IlsUnavailable(OutageKind.Timeout), await rig.Verify("Adult"));
        var second = Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Child"));

        Assert.Equal(rig.Ils.Patron("Child").InternalId, second.Patron.Key.Value);
        Assert.Equal(2, rig.Ils.Connections);
        Assert.Equal(1, rig.Ils.TriesOf(rig.Ils.Patron("Adult").Card));
    }

    [Fact]
    public async Task A_cancelled_verification_leaves_no_answer_behind_for_the_next_patron()
    {
        await using var rig = new Rig(s => s with { MaxConnections = 1 });
        rig.Ils.Fault = Sip2Fault.LateAnswer(TimeSpan.FromMilliseconds(200));
        var adult = rig.Ils.Patron("Adult");
        using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(60));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.Verifier.VerifyAsync(Rig.Typed(adult.Card, adult.Pin), leaving.Token));

        Assert.Equal(rig.Ils.Patron("Child").InternalId, Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Child")).Patron.Key.Value);
        Assert.Equal(2, rig.Ils.Connections);
    }

    [Fact]
    public async Task Garbage_is_a_protocol_error() => await Expect(Sip2Fault.GarbageBytes, ProtocolFault.NotUnderstood);

    [Fact]
    [Trait("Case", "SIP2-011")]
    public async Task A_megabyte_without_an_end_is_aborted_at_64_KiB() => await Expect(Sip2Fault.MegabyteWithoutEnd, ProtocolFault.TooLong);

    [Fact]
    [Trait("Case", "SIP2-013")]
    public async Task A_refused_login_is_reported_without_counting_a_try_of_the_patron_and_is_not_repeated()
    {
        await using var rig = new Rig();
        rig.Ils.Fault = Sip2Fault.RefuseLogin;

        for (var i = 0; i < 3; i++)
            Assert.Equal(new PatronVerification.Misconfigured(ConfigFault.LoginRefused), await rig.Verify("Adult"));

        Assert.Equal((1, 0), (rig.Ils.Logins, rig.Ils.PatronRequests));
    }

    [Fact]
    [Trait("Case", "SIP2-015")]
    public async Task A_pooled_connection_that_the_ILS_closed_is_replaced_without_a_second_try_of_the_card()
    {
        await using var rig = new Rig();
        rig.Ils.Fault = Sip2Fault.CloseAfterAnswer;
        Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Adult"));
        await Eventually.HoldsAsync(() => rig.Ils.OpenConnections == 0, "the ILS has closed");

        Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Adult"));

        Assert.Equal((2, 2), (rig.Ils.Connections, rig.Ils.TriesOf(rig.Ils.Patron("Adult").Card)));
    }

    [Fact]
    public async Task Bytes_after_the_answer_cost_the_connection()
    {
        await using var rig = new Rig();
        rig.Ils.Fault = Sip2Fault.SurplusBytes;

        Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Adult"));
        Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Child"));
        Assert.Equal(2, rig.Ils.Connections);
    }

    [Fact]
    [Trait("Case", "SIP2-007")]
    public async Task A_name_that_forges_CQ_lets_nobody_in_with_a_wrong_PIN()
    {
        await using var rig = new Rig();
        rig.Ils.Fault = Sip2Fault.ForgedFieldInName;

        Assert.Equal(new PatronVerification.ProtocolError(ProtocolFault.ContradictoryFields), await rig.Verify("Adult", "0000"));
    }

    [Fact]
    public async Task A_card_locked_by_the_ILS_looks_like_a_wrong_PIN()
    {
        await using var rig = new Rig();
        for (var i = 0; i < 5; i++)
            await rig.Verify("Adult", "0000");

        Assert.Equal(new PatronVerification.InvalidCredentials(InvalidReason.WrongPin), await rig.Verify("Adult"));
        rig.Ils.Unlock(rig.Ils.Patron("Adult").Card);
        Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Adult"));
    }

    [Fact]
    public async Task A_PIN_that_ends_in_a_sign_is_right_without_error_detection_too()
    {
        await using var rig = new Rig(s => s with { ErrorDetection = false }, o => o with { FurtherPatrons = [new("77", "s3cret!", "Ada", new(1980, 1, 1), new(2100, 1, 1), "ADULT", "MAIN", "77")] });

        Assert.IsType<PatronVerification.Authenticated>(await rig.VerifyCard("77", "s3cret!"));
    }

    private static Task Expect(Sip2Fault fault, OutageKind kind) => Expect(fault, new PatronVerification.IlsUnavailable(kind));

    private static Task Expect(Sip2Fault fault, ProtocolFault kind) => Expect(fault, new PatronVerification.ProtocolError(kind));

    // After every failure the connection must be gone, and the next patron must be served by a new one.
    private static async Task Expect(Sip2Fault fault, PatronVerification outcome)
    {
        await using var rig = new Rig(outcome is PatronVerification.IlsUnavailable { Kind: OutageKind.Timeout } ? Rig.Impatient : null);
        rig.Ils.Fault = fault;

        Assert.Equal(outcome, await rig.Verify("Adult"));

        rig.Ils.Fault = Sip2Fault.None;
        Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Child"));

        // A whole and sound answer that merely leaves the PIN open costs no connection.
        Assert.Equal(outcome is PatronVerification.Indeterminate ? 1 : 2, rig.Ils.Connections);
    }

    private static async Task Expect<T>(Sip2Fault fault)
    {
        await using var rig = new Rig();
        rig.Ils.Fault = fault;

        Assert.IsType<T>(await rig.Verify("Adult"));
        Assert.IsType<T>(await rig.Verify("Child"));
        Assert.Equal(1, rig.Ils.Connections);
    }
}
