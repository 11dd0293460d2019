using BenchmarkDotNet.Attributes;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Entitlement;

namespace DigitalAccess.Benchmarks;

/// <summary>What the decision itself costs, once its facts are loaded: the portal takes it for every resource on the page.</summary>
[MemoryDiagnoser]
public class EntitlementBenchmarks
{
    private static readonly DateOnly Today = new(2026, 11, 22);
    private static readonly PatronStanding Patron = new(1984, "ADULT");

    /// <summary>Licences to one resource, of which the last opens it.</summary>
    [Params(1, 13)]
    public int Licences { get; set; }

    private IReadOnlyList<LicenceFacts> _licences = [];

    [GlobalSetup]
    public void SetUp()
    {
        _licences = [.. Enumerable.Range(1, Licences).Select(i => new LicenceFacts(
            new Guid(i, 0, 0, new byte[8]), HeldByRegion: i == Licences, CoversIssuingLibrary: i == Licences, CoversResidence: false,
            new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31), new LicenceTerms { MinimumAge = 18, Categories = ["ADULT"] }))];
        if (Decide() is not EntitlementDecision.Granted)
            throw new InvalidOperationException("The benchmark's patron is refused.");
    }

    [Benchmark]
    public object Decide() => EntitlementRules.Decide(Patron, resourceActive: true, _licences, Today);
}
