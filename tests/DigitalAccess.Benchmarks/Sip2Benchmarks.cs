using System.Text;
using BenchmarkDotNet.Attributes;
using DigitalAccess.Ils;
using DigitalAccess.Ils.Sip2;

namespace DigitalAccess.Benchmarks;

/// <summary>What each login costs the broker itself: one 63 written, one 64 read and judged.</summary>
[MemoryDiagnoser]
public class Sip2Benchmarks
{
    private static readonly DateOnly Today = new(2026, 3, 1);

    private readonly byte[] _answer = Encoding.UTF8.GetBytes(
        "64              00020261122    132430000000000000000000000000AOUWOLS|AA20000001|AETesti Matti|BHEUR|BD1 Test Street, Testville"
        + "|BEtest@example.org|BF+358 40 000 0000|AQMAIN|BLY|CQY|PA20301231|PB19800115|PCADULT|PIY|XI900001|AY4AZC291");

    private readonly Sip2Dialect _dialect = new(new Sip2Settings { FieldProfile = "sipserver", Encoding = "utf-8", InstitutionId = "UWOLS" });
    private Sip2Parser _parser = null!;
    private Sip2Requests _requests = null!;
    private PatronEvaluator _evaluator = null!;
    private PatronCredentials _typed = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _parser = new Sip2Parser(_dialect.Wire);
        _requests = new Sip2Requests(_dialect, null, TimeProvider.System);
        _evaluator = new PatronEvaluator(_dialect);
        _typed = CardNumber.TryParse("20000001", out var card)
            ? new PatronCredentials(card, new Pin("1234"), "sv")
            : throw new InvalidOperationException("The benchmark's card is not a card.");

        // A refused answer would be judged sooner, and the figure would flatter.
        if (!ParseAndJudge64())
            throw new InvalidOperationException("The benchmark's answer does not let its patron in.");
    }

    [Benchmark]
    public bool Parse64() => _parser.Parse(_answer).Message is not null;

    [Benchmark]
    public bool ParseAndJudge64() =>
        _evaluator.Evaluate(_parser.Parse(_answer).Message!, _typed.Card, Today) is PatronVerification.Authenticated;

    [Benchmark]
    public int Build63()
    {
        using var request = _requests.Patron(_typed, '4');
        return request.Bytes.Length;
    }
}
