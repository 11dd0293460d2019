using System.Diagnostics;
using System.Globalization;
using System.Security;
using System.Security.Cryptography;
using DigitalAccess.Saml2.Tests.Support;

namespace DigitalAccess.Saml2.Tests.Fuzzing;

/// <summary>
/// Valid messages, changed at random for as long as there is time: they are accepted or refused, and nothing else ever happens.
/// DIGITALACCESS_FUZZ_SECONDS gives more time, DIGITALACCESS_FUZZ_SEED repeats what a failure named.
/// </summary>
[Collection(typeof(Alone))]
public sealed class ChangedMessages(ITestOutputHelper output)
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(100);

    private readonly HashSet<string> _signed = [.. Seed.All.Select(seed => Trial.Of(seed.IsRedirect, seed.Wire)).OfType<string>()];
    private readonly int[] _outcomes = new int[3];

    [Fact]
    public void Changed_messages_are_accepted_or_refused_quickly_and_never_as_signed_with_other_words()
    {
        Assert.Equal(8, _signed.Count(said => said.Length > 0));
        Try(1_000_000, 2_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (seed, watch) = (Setting("SEED") ?? RandomNumberGenerator.GetInt32(int.MaxValue / 2), Stopwatch.StartNew());
        var time = TimeSpan.FromSeconds(Setting("SECONDS") ?? 15);
        while (watch.Elapsed < time)
            seed = Try(seed, 100);
        output.WriteLine($"{_outcomes.Sum()} messages: {_outcomes[0]} refused, {_outcomes[1]} accepted, {_outcomes[2]} accepted as signed.");
        Assert.All(_outcomes, count => Assert.NotEqual(0, count));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 16 * 1024 * 1024);
    }

    private int Try(int seed, int count)
    {
        for (var end = seed + count; seed < end; seed++)
        {
            var (isRedirect, wire, isOwn) = Changed(new Random(seed));
            try
            {
                Try(isRedirect, wire, isOwn);
            }
            catch (Exception e)
            {
                Assert.Fail($"DIGITALACCESS_FUZZ_SEED={seed}: {e.GetType().Name}, {e.Message}\n{wire}\n{e.StackTrace}");
            }
        }

        return seed;
    }

    private void Try(bool isRedirect, string wire, bool isOwn)
    {
        // The machine is forgiven twice; a message that is slow is slow every time.
        for (var tries = 1; ; tries++)
        {
            var start = Stopwatch.GetTimestamp();
            var said = Trial.Of(isRedirect, wire);
            if (said is { Length: > 0 } && !isOwn)
                Assert.Contains(said, _signed);
            if (Stopwatch.GetElapsedTime(start) < Quick)
            {
                _outcomes[said switch { null => 0, "" => 1, _ => 2 }]++;
                return;
            }

            Assert.True(tries < 3, "A message takes too long.");
        }
    }

    private static (bool IsRedirect, string Wire, bool IsOwn) Changed(Random random)
    {
        var seed = Seed.All[random.Next(Seed.All.Count)];
        return random.Next(12) switch
        {
            0 => (seed.IsRedirect, Repeated(seed.Wire, random), false),
            1 => (seed.IsRedirect, seed.WithPacked(bytes => TextMutator.Change(bytes, random)), false),
            < 6 => (seed.IsRedirect, seed.Wrap(TreeMutator.Change(seed.Message, random)), false),
            6 => (seed.IsRedirect, seed.Wrap(Repeated(TreeMutator.Change(seed.Message, random), random)), false),
            7 => (false, SignedAnew(TreeMutator.Change(seed.Message, random), random), true),
            _ => (seed.IsRedirect, seed.Wrap(Repeated(seed.Message, random)), false),
        };
    }

    /// <summary>A sender may sign what it likes: then canonicalisation is reached with whatever that is.</summary>
    private static string SignedAnew(string message, Random random)
    {
        var prefixes = SecurityElement.Escape(Canonical.Holdable(Repeated("saml samlp xs #default", random)));
        var list = random.Next(2) == 0 ? "" : $"<InclusiveNamespaces xmlns=\"{SignatureDraft.Exclusive}\" PrefixList=\"{prefixes}\"/>";
        var draft = new SignatureDraft
        {
            Transforms = $"<ds:Transforms>{SignatureDraft.Method("Transform", SignatureDraft.Enveloped)}{SignatureDraft.Method("Transform", SignatureDraft.Exclusive, list)}</ds:Transforms>",
        };
        return Incoming.Form(draft.Sign(message, Keys.Provider, message.Split(" ID=\"") is [_, var rest, ..] ? rest.Split('"')[0] : "none"));
    }

    private static string Repeated(string text, Random random)
    {
        for (var changes = random.Next(1, 5); changes > 0; changes--)
            text = TextMutator.Change(text, random);
        return text;
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable($"DIGITALACCESS_FUZZ_{name}"), CultureInfo.InvariantCulture, out var value) ? value : null;
}
