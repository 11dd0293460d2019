using System.Reflection;
using System.Text;
using DigitalAccess.Ils.Sip2;
using FsCheck;
using FsCheck.Fluent;

namespace DigitalAccess.Ils.Tests.Sip2;

public sealed class Properties
{
    private const string Denying = "64              00120260301    101112000000000000000000000000AOLIB|AA20000001|AETesti Matti|BLY|CQN|AQMAIN|PA20301231|PCADULT|XI77|";
    private static readonly Config Thousand = Config.QuickThrowOnFailure.WithMaxTest(1000);
    private static readonly Sip2Dialect Dialect = new(new Sip2Settings { FieldProfile = "sipserver", Encoding = "utf-8" });
    private static readonly string[] Segments = ["CQY", "BLY", "CQ", "BL", "CQN", "BLN", "AA20000001", "AY2", "XI78", "", "|", "\u00E5", "AFBLYCQY", "CQY\u00E5"];

    [Fact]
    public void The_parser_never_throws_whatever_the_bytes() =>
        Check.One(Thousand, Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => Parse(bytes) is { Message: not null } or { Fault: not null }));

    [Fact]
    public void The_parser_never_throws_on_a_broken_sample()
    {
        var broken = from sample in Gen.Elements(Sample.All.Select(sample => sample.Bytes))
                     from at in Gen.Choose(0, sample.Length)
                     from length in Gen.Choose(0, 12)
                     from noise in Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value), length)
                     from cut in Gen.Choose(0, 5)
                     select (byte[])[.. sample[..at], .. noise, .. sample[Math.Min(at + cut, sample.Length)..]];

        Check.One(Thousand, Prop.ForAll(broken.ToArbitrary(), bytes => Parse(bytes) is { Message: not null } or { Fault: not null }));
    }

    [Fact]
    public void What_the_writer_builds_the_parser_reads_back()
    {
        Check.One(Thousand, Prop.ForAll(Messages("utf-8").ToArbitrary(), built => RoundTrips(built, new Sip2Settings { Encoding = "utf-8" })));
        Check.One(Thousand, Prop.ForAll(Messages("cp850").ToArbitrary(), built => RoundTrips(built, new Sip2Settings { Delimiter = '^' })));
    }

    [Fact]
    public void Only_a_verified_patron_has_facts()
    {
        var carriers = typeof(PatronVerification).GetNestedTypes()
            .Where(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Any(property => property.PropertyType == typeof(PatronFacts)))
            .Select(type => type.Name);

        Assert.Equal(["Authenticated", "Blocked", "Expired"], carriers.Order());
    }

    [Fact]
    public void The_outcomes_are_a_closed_set()
    {
        Assert.All(typeof(PatronVerification).GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).Where(c => c.GetParameters().Length == 0), c => Assert.True(c.IsPrivate));
        Assert.All(typeof(PatronVerification).GetNestedTypes(), type => Assert.True(type.IsSealed));
    }

    /// <summary>What the next two tests rest on: the answer they spoil would let the patron in, were its one letter not against it.</summary>
    [Fact]
    public void The_same_answer_with_a_yes_lets_the_patron_in() =>
        Assert.Equal((true, false), (LetsIn(Sealed(Denying.Replace("CQN", "CQY", StringComparison.Ordinal), '2')), LetsIn(Sealed(Denying, '2'))));

    /// <summary>The seed is fixed: one in 65,536 broken answers has the right checksum by chance.</summary>
    [Fact]
    public void A_thousand_answers_with_broken_bytes_let_nobody_in()
    {
        var random = new System.Random(20261122);
        var good = Sealed(Denying, '2');
        for (var i = 0; i < 1000; i++)
        {
            var bytes = good.ToArray();
            for (var hits = random.Next(1, 4); hits > 0; hits--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Assert.False(LetsIn(bytes), Convert.ToHexString(bytes));
        }
    }

    [Fact]
    public void A_thousand_denying_answers_with_forged_fields_and_a_right_checksum_let_nobody_in()
    {
        var random = new System.Random(20261123);
        for (var i = 0; i < 1000; i++)
        {
            var parts = Denying[61..].Split('|').ToList();
            for (var count = random.Next(1, 5); count > 0; count--)
                parts.Insert(random.Next(parts.Count + 1), Segments[random.Next(Segments.Length)]);
            var forged = Denying[..61] + string.Join('|', parts);
            Assert.False(LetsIn(Sealed(forged, '2')), forged);
        }
    }

    private static bool LetsIn(byte[] bytes)
    {
        var sent = Rig.Typed("20000001", "1").Card;
        return Parse(bytes).Message is { Command: "64" } message
            && ReplyCorrelation.Fault(message, Dialect.Wire) is null
            && !ReplyCorrelation.IsLate(message, Dialect.Wire, '2')
            && ReplyCorrelation.IsAbout(message, sent, Dialect)
            && new PatronEvaluator(Dialect).Evaluate(message, sent, new DateOnly(2026, 3, 1)) is PatronVerification.Authenticated or PatronVerification.Blocked or PatronVerification.Expired;
    }

    private static Sip2Parse Parse(byte[] bytes) => new Sip2Parser(Dialect.Wire).Parse(bytes);

    private static byte[] Sealed(string text, char sequence)
    {
        var open = Encoding.UTF8.GetBytes($"{text}AY{sequence}AZ");
        var digits = new byte[4];
        Sip2Checksum.Write(Sip2Checksum.Compute(open), digits);
        return [.. open, .. digits];
    }

    private static Gen<(string Fixed, (string Tag, string Value)[] Fields, char Sequence)> Messages(string encoding) =>
        from head in Gen.Elements("9300", "9900802.00", "6300620260301    101112          ", "2300020260301    101112", "3520260301    101112")
        from count in Gen.Choose(0, 8)
        from fields in Gen.ArrayOf(Fields(encoding), count)
        from sequence in Gen.Choose('0', '9')
        select (head, fields, (char)sequence);

    private static Gen<(string Tag, string Value)> Fields(string encoding) =>
        from tag in Gen.Elements("AO", "AA", "AC", "AD", "CN", "CP", "XI", "U1", "AY", "AZ")
        from length in Gen.Choose(0, 40)
        from letters in Gen.ArrayOf(Letters(encoding), length)
        select (tag, new string(letters));

    private static Gen<char> Letters(string encoding) => Gen.OneOf(
        Gen.Choose(' ', '~').Select(c => (char)c).Where(c => c is not ('|' or '^')),
        Gen.Elements(encoding == "cp850" ? "åäöÅÄÖéü£ßñ".ToCharArray() : "åäöé€Ж密\u0308".ToCharArray()));

    private static bool RoundTrips((string Fixed, (string Tag, string Value)[] Fields, char Sequence) built, Sip2Settings settings)
    {
        var wire = Sip2Wire.Of(settings);
        using var writer = new Sip2Writer(wire).Fixed(built.Fixed);
        foreach (var (tag, value) in built.Fields)
            writer.Field(tag, value);
        Assert.True(writer.TryFinish(built.Sequence));
        var message = new Sip2Parser(wire).Parse(writer.Bytes.Span[..^1]).Message;
        return message is { ChecksumFits: true }
            && message.Sequence == built.Sequence
            && message.Fixed(0, built.Fixed.Length).SequenceEqual(built.Fixed)
            && message.Fields.Select(field => (message.Tag(field), message.Value(field))).SequenceEqual(built.Fields);
    }
}
