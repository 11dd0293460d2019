using DigitalAccess.Simulators.Sip2;

namespace DigitalAccess.Ils.Tests.Sip2;

/// <summary>Whatever goes wrong on the wire, nobody gets another patron's answer, and nobody gets in with a wrong PIN.</summary>
public sealed class ManyPatronsAmidFaults
{
    private static readonly Sip2Fault[] Faults =
    [
        Sip2Fault.LateAnswer(TimeSpan.FromMilliseconds(250)), Sip2Fault.DropAfter(70), Sip2Fault.SurplusBytes, Sip2Fault.WrongSequenceThenRight,
        Sip2Fault.OtherPatron, Sip2Fault.WrongChecksum, Sip2Fault.CloseAfterAnswer, Sip2Fault.AskToResendOnce, Sip2Fault.EndLinesWith("\n\r"),
        Sip2Fault.ForgedFieldInName, Sip2Fault.NoCq, Sip2Fault.SplitAtEveryByte,
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Each_patron_gets_no_answer_or_the_own_one(bool errorDetection)
    {
        await using var rig = new Rig(
            s => s with { ErrorDetection = errorDetection, MaxConnections = 4, ReplyTimeout = TimeSpan.FromMilliseconds(120) },
            o => o with { LockAfter = int.MaxValue, RandomPatrons = 40 });
        var random = new Random(20261124);
        var patrons = rig.Ils.Patrons.Where(patron => patron.Pin.Length > 0).ToArray();
        var verified = 0;

        for (var round = 0; round < 60; round++)
        {
            rig.Ils.Fault = round % 4 == 0 ? Faults[random.Next(Faults.Length)] : Sip2Fault.None;
            var tries = Enumerable.Range(0, 4).Select(_ => (Patron: patrons[random.Next(patrons.Length)], IsRight: random.Next(3) > 0)).ToArray();
            var outcomes = await Task.WhenAll(tries.Select(one => rig.VerifyCard(one.Patron.Card, one.IsRight ? one.Patron.Pin : "0000")));
            foreach (var (one, outcome) in tries.Zip(outcomes))
            {
                if (FactsOf(outcome) is not { } facts)
                    continue;
                Assert.True(one.IsRight, outcome.ToString());
                Assert.Equal(one.Patron.InternalId, facts.Key.Value);
                verified++;
            }
        }

        Assert.InRange(verified, 20, 240);
    }

    private static PatronFacts? FactsOf(PatronVerification outcome) => outcome switch
    {
        PatronVerification.Authenticated one => one.Patron,
        PatronVerification.Blocked one => one.Patron,
        PatronVerification.Expired one => one.Patron,
        _ => null,
    };
}
