using System.Globalization;
using Bogus;

namespace DigitalAccess.Simulators.Sip2;

/// <summary>Invents a library's patrons from its seed: ten scenarios first, then a crowd.</summary>
internal sealed class SimulatedPatrons(SimulatedIlsOptions options, DateOnly today)
{
    private const int CardDigits = 14;
    private readonly Faker _faker = new("sv") { Random = new Randomizer(options.Seed) };
    private int _count;

    public IReadOnlyList<SimulatedPatron> Invent() => [.. Scenarios(), .. Enumerable.Range(0, options.RandomPatrons).Select(_ => Somebody())];

    private IEnumerable<SimulatedPatron> Scenarios() =>
    [
        Aged("Adult", 42, "ADULT"),
        Aged("Teen", 15, "TEEN"),
        Aged("Child", 9, "CHILD"),
        Aged("Senior", 78, "ADULT"),
        Aged("Blocked", 31, "ADULT") with { Flags = SimulatedFlags.Debarred },
        Aged("Expired", 55, "ADULT") with { Expiry = today.AddDays(-30) },
        Aged("ExpiresToday", 36, "ADULT") with { Expiry = today },
        Aged("Lost", 27, "ADULT") with { Flags = SimulatedFlags.Lost },
        Aged("Fines", 48, "ADULT") with { Flags = SimulatedFlags.Fines, Fines = 420.50m },
        Aged("Overdue", 24, "ADULT") with { Flags = SimulatedFlags.Overdue },
        Aged("NoPin", 61, "ADULT") with { Pin = "" },
        Aged("OtherBranch", 33, "ADULT") with { HomeLibrary = options.Branches[^1] },
    ];

    private SimulatedPatron Aged(string scenario, int years, string category) =>
        Person(today.AddYears(-years).AddDays(-100), category) with { Scenario = scenario, HomeLibrary = options.Branches[0] };

    private SimulatedPatron Somebody()
    {
        var age = _faker.Random.Int(3, 90);
        var category = age < 13 ? "CHILD" : age < 18 ? "TEEN" : "ADULT";
        return Person(today.AddYears(-age).AddDays(-_faker.Random.Int(1, 360)), category);
    }

    private SimulatedPatron Person(DateOnly born, string category)
    {
        _count++;
        var number = _count.ToString(CultureInfo.InvariantCulture);
        return new SimulatedPatron(
            Card: options.CardPrefix + number.PadLeft(CardDigits - options.CardPrefix.Length, '0'),
            Pin: _faker.Random.Int(1000, 9999).ToString(CultureInfo.InvariantCulture),
            Name: _faker.Name.FullName(),
            BirthDate: born,
            Expiry: today.AddDays(_faker.Random.Int(60, 1000)),
            Category: category,
            HomeLibrary: _faker.PickRandom(options.Branches.ToArray()),
            InternalId: (options.Seed * 100_000 + _count).ToString(CultureInfo.InvariantCulture));
    }
}
