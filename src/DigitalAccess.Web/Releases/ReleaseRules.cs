using DigitalAccess.Web.Privacy;

namespace DigitalAccess.Web.Releases;

/// <summary>
/// What a vendor is told of a patron: its contract and nothing else, of what is known, and no identity number whatever the
/// contract says.
/// </summary>
internal static class ReleaseRules
{
    public static Release Decide(IReadOnlyList<AttributeRelease> contract, ReleaseFacts facts)
    {
        var told = contract.Select(line => (Line: line, Value: ValueOf(line, facts))).ToList();
        var withheld = told.Where(t => t.Value is not null).Select(t => new WithheldClaim(t.Line.Claim, IdentityNumbers.Found(t.Value!) ?? "", t.Line.Required))
            .Where(w => w.Kind.Length > 0).ToList();
        var claims = told.Where(t => t.Value is not null && IdentityNumbers.Found(t.Value) is null).GroupBy(t => t.Line.Claim, StringComparer.Ordinal)
            .Select(g => new ReleasedClaim(g.Key, [.. g.Select(t => t.Value!).Distinct(StringComparer.Ordinal)], IsList(contract, g.Key)));
        return new Release([.. claims], withheld, [.. told.Where(t => t.Value is null && t.Line.Required).Select(t => t.Line.Claim)]);
    }

    /// <summary>A list by its name, or because the contract gives it several values.</summary>
    public static bool IsList(IReadOnlyList<AttributeRelease> contract, string claim) => ClaimNames.IsList(claim) || contract.Count(line => line.Claim == claim) > 1;

    public static string BandOf(int age) => age switch { < 13 => "child", < 18 => "youth", _ => "adult" };

    private static string? ValueOf(AttributeRelease line, ReleaseFacts facts) => line.Source switch
    {
        ReleaseSource.Library => facts.Library,
        ReleaseSource.LibraryName => facts.LibraryName,
        ReleaseSource.Municipality => facts.Municipality,
        ReleaseSource.Residence => facts.Residence,
        ReleaseSource.AgeBand => facts.Age is { } age ? BandOf(age) : null,
        ReleaseSource.Affiliation => $"member@{facts.Scope}",
        ReleaseSource.Constant => line.Value,
        ReleaseSource.Pseudonym => facts.Pseudonym,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>All that any contract can draw on. No name, no number, no birth date is among it.</summary>
/// <param name="Library">Slug.</param>
/// <param name="LibraryName">Name.</param>
/// <param name="Municipality">Name of the library's municipality.</param>
/// <param name="Residence">Name of the municipality where the patron lives; null when it is not known.</param>
/// <param name="Scope">The library's scope in affiliations.</param>
/// <param name="Age">The age that the patron reaches this year; null when it is not known.</param>
/// <param name="Pseudonym">The pairwise pseudonym, where the protocol has no place of its own for it.</param>
internal sealed record ReleaseFacts(string Library, string LibraryName, string Municipality, string? Residence, string Scope, int? Age, string? Pseudonym = null);

/// <param name="Claims">What is told.</param>
/// <param name="Withheld">What the firewall held back.</param>
/// <param name="Unknown">Claims that the vendor cannot do without and that nobody knows the value of.</param>
internal sealed record Release(IReadOnlyList<ReleasedClaim> Claims, IReadOnlyList<WithheldClaim> Withheld, IReadOnlyList<string> Unknown)
{
    /// <summary>Whether the vendor gets all that it cannot do without.</summary>
    public bool Suffices => Unknown.Count == 0 && !Withheld.Any(w => w.Required);
}

internal sealed record ReleasedClaim(string Name, IReadOnlyList<string> Values, bool IsList);

/// <param name="Name">The claim.</param>
/// <param name="Kind">Which kind of identity number its value held; the value is gone.</param>
/// <param name="Required">Whether the vendor cannot do without.</param>
internal sealed record WithheldClaim(string Name, string Kind, bool Required);
