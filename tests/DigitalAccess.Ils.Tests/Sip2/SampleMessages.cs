using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using DigitalAccess.Ils.Sip2;

namespace DigitalAccess.Ils.Tests.Sip2;

/// <summary>Every line of the sample file: from its bytes to its values and its outcome.</summary>
public sealed class SampleMessages
{
    private const string Refused = "refuse";

    public static TheoryData<string> Ids => [.. Sample.All.Select(sample => sample.Id)];

    public static TheoryData<string> PatronAnswers => [.. Sample.All.Where(sample => sample.Expect.TryGetProperty("valid_patron", out _)).Select(sample => sample.Id)];

    [Fact]
    public void The_file_holds_137_messages() => Assert.Equal(137, Sample.All.Count);

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task A_sample_is_read_as_it_should_be(string id)
    {
        var sample = Sample.Named(id);
        var frame = await FrameOf(sample);
        switch (sample.Expected("parse") ?? sample.Expected("build"))
        {
            case "ok":
                var message = Assert.IsType<Sip2Frame.Message>(frame).Value;
                Assert.Equal(sample.ChecksumValid, message.ChecksumFits);
                CheckParts(sample, message);
                break;
            case "truncated":
                Assert.Equal(new PatronVerification.ProtocolError(ProtocolFault.Truncated), Assert.IsType<Sip2Frame.Unusable>(frame).Outcome);
                CheckFlags(sample, PatronStatus.Read(sample.Codec.GetString(sample.Bytes).AsSpan(2, PatronStatus.Length)));
                break;
            case "error":
                CheckOutcome(sample.Expected("outcome"), null, Assert.IsType<Sip2Frame.Unusable>(frame).Outcome);
                break;
            case Refused:
                CheckRefusal(sample);
                break;
            case null:
                CheckChecksum(sample);
                break;
        }
    }

    [Theory]
    [MemberData(nameof(PatronAnswers))]
    public async Task A_patron_answer_has_the_values_and_the_outcome_it_should_have(string id)
    {
        var sample = Sample.Named(id);
        var message = Assert.IsType<Sip2Frame.Message>(await FrameOf(sample)).Value;
        var dialect = sample.Dialect(sample.AcceptsMissingCq ? WithoutPins : null);

        CheckValues(sample, message, new PatronReply(message, dialect.Profile));
        CheckFlags(sample, new PatronReply(message, dialect.Profile).Flags);
        CheckOutcome(sample.Expected("outcome"), sample.Expected("reason"), Evaluate(sample, dialect, message));
        if (sample.Expected("outcome_if_missing_cq_accepted") is { } other)
            CheckOutcome(other, sample.Expected("reason_if_missing_cq_accepted"), Evaluate(sample, sample.Dialect(WithoutPins), message));
    }

    [Theory]
    [InlineData("cx-bl-lower")]
    [InlineData("cx-cq-long")]
    public async Task An_ambiguous_yes_is_a_protocol_error(string id)
    {
        var sample = Sample.Named(id);
        var message = Assert.IsType<Sip2Frame.Message>(await FrameOf(sample)).Value;

        CheckOutcome("ProtocolError", "MalformedSingleCharField", Evaluate(sample, sample.Dialect(), message));
        if (sample.Expected("outcome_if_lenient") is { } lenient)
            CheckOutcome(lenient, null, Evaluate(sample, sample.Dialect(s => s with { AcceptLowerCaseFlags = true }), message));
    }

    [Theory]
    [InlineData("cx-old-sequence")]
    [InlineData("cx-userid-login")]
    public async Task An_answer_is_tied_to_its_request(string id)
    {
        var sample = Sample.Named(id);
        var message = Assert.IsType<Sip2Frame.Message>(await FrameOf(sample)).Value;
        var sent = Rig.Typed(sample.Expected("request_card")!, "1234").Card;
        var byUserName = sample.Dialect(s => s with { AllowUserNameLogin = true });

        Assert.Equal(sample.Expected("action") == "discard", ReplyCorrelation.IsLate(message, sample.Dialect().Wire, sample.Expected("request_sequence")![0]));
        if (sample.Expected("outcome_otherwise") is null)
            return;
        Assert.False(ReplyCorrelation.IsAbout(message, sent, sample.Dialect()));
        Assert.True(ReplyCorrelation.IsAbout(message, sent, byUserName));
        var found = Assert.IsType<PatronVerification.Authenticated>(new PatronEvaluator(byUserName).Evaluate(message, sent, sample.AsOf));
        Assert.Equal("20000099", found.Patron.Card.Value);
    }

    [Fact]
    public async Task Every_recorded_answer_belongs_to_its_recorded_request()
    {
        foreach (var sample in Sample.All.Where(sample => sample.Request is not null && sample.Kind != "resp-acsstatus"))
        {
            var request = Assert.IsType<Sip2Frame.Message>(await FrameOf(sample.Request!)).Value;
            var answer = Assert.IsType<Sip2Frame.Message>(await FrameOf(sample)).Value;
            Assert.True(ReplyCorrelation.IsAbout(answer, Rig.Typed(request.First("AA")!, "1").Card, sample.Dialect()), sample.Id);
            Assert.False(ReplyCorrelation.IsLate(answer, sample.Dialect().Wire, request.Sequence!.Value), sample.Id);
        }
    }

    private static async Task<Sip2Frame> FrameOf(Sample sample)
    {
        var pipe = PipeReader.Create(new SegmentedStream(sample.Segments));
        return await new Sip2FrameReader(pipe, new Sip2Parser(sample.Dialect().Wire)).ReadAsync(TestContext.Current.CancellationToken);
    }

    private static PatronVerification Evaluate(Sample sample, Sip2Dialect dialect, Sip2Message message) =>
        new PatronEvaluator(dialect).Evaluate(message, Rig.Typed(message.First("AA") is { Length: > 0 } card ? card : "none", "1").Card, sample.AsOf);

    private static Sip2Settings WithoutPins(Sip2Settings settings) => settings with { MissingCq = MissingCq.Accept, PinMode = PinMode.None };

    private static void CheckParts(Sample sample, Sip2Message message)
    {
        foreach (var part in SampleParts.Of(message).Where(part => sample.Expect.TryGetProperty(part.Name, out _)))
            Assert.Equal((part.Name, Text(sample.Expect.GetProperty(part.Name))), (part.Name, part.Value));
        if (sample.Expect.TryGetProperty("fields", out var fields))
            Assert.Equal(fields.EnumerateArray().Select(field => (field[0].GetString()!, field[1].GetString()!)), message.Fields.Select(field => (message.Tag(field), message.Value(field))));
    }

    private static void CheckValues(Sample sample, Sip2Message message, PatronReply reply)
    {
        Assert.Equal(sample.Expected("valid_patron"), reply.ValidPatron);
        Assert.Equal(sample.Expected("valid_pin"), reply.ValidPin);
        Assert.Equal(sample.Expected("card"), reply.Card);
        Assert.Equal(sample.Expected("institution"), message.First("AO"));
        Assert.Equal(sample.Expected("expires"), reply.Expires?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.Equal(Text(sample.Expect.GetProperty("birth_year")), reply.BirthYear?.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(sample.Expected("category"), reply.Category);
        Assert.Equal(sample.Expected("home_library"), reply.HomeLibrary);
        Assert.Equal(sample.Expected("internal_id"), reply.InternalId);
        Assert.Equal(sample.Expected("fines"), reply.Fines);
        Assert.Equal(sample.Expected("fee_limit"), reply.FeeLimit);
        Assert.Equal(sample.Expect.GetProperty("screen_messages").EnumerateArray().Select(text => text.GetString()!), reply.ScreenMessages);
    }

    private static void CheckFlags(Sample sample, PatronFlags flags)
    {
        if (!sample.Expect.TryGetProperty("flags", out var names))
            return;
        var expected = names.EnumerateArray().Select(name => Enum.Parse<PatronFlags>(name.GetString()!.Replace("_", "", StringComparison.Ordinal), ignoreCase: true));
        Assert.Equal(expected.Aggregate(PatronFlags.None, (all, one) => all | one), flags);
    }

    private static void CheckOutcome(string? outcome, string? reason, PatronVerification actual)
    {
        if (outcome is not null)
            Assert.Equal(outcome, actual.GetType().Name);
        if (reason is not null)
            Assert.Equal(reason, SampleParts.Reason(actual));
    }

    private static void CheckRefusal(Sample sample)
    {
        var input = sample.Expect.GetProperty("input");
        var dialect = sample.Dialect(s => s with { Encoding = input.TryGetProperty("encoding", out var encoding) ? encoding.GetString()! : s.Encoding });
        var requests = new Sip2Requests(dialect, null, TimeProvider.System);
        Assert.False(requests.CanCarry(Rig.Typed(input.GetProperty("card").GetString()!, input.GetProperty("pin").GetString()!)));
    }

    private static void CheckChecksum(Sample sample)
    {
        var bytes = sample.Bytes;
        var fits = Sip2Checksum.TryRead(bytes.AsSpan(^4), out var sent) && sent == Sip2Checksum.Compute(bytes.AsSpan(..^4));
        Assert.Equal(sample.ChecksumValid, fits);
        if (sample.Expected("checksum") is { } expected)
            Assert.Equal(expected, sent.ToString("X4", CultureInfo.InvariantCulture));
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };
}
