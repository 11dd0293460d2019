using System.Globalization;
using DigitalAccess.Simulators.Sip2;

namespace DigitalAccess.Demo;

/// <summary>The 13 libraries' simulated ILSs: each with patrons of its own and some who live in a neighbouring municipality.</summary>
internal static class DemoLibraries
{
    private static readonly (string Slug, string Neighbour)[] All =
    [
        ("aneby", "eksjo"), ("eksjo", "nassjo"), ("gislaved", "gnosjo"), ("gnosjo", "gislaved"), ("habo", "mullsjo"), ("jonkoping", "habo"),
        ("mullsjo", "habo"), ("nassjo", "savsjo"), ("savsjo", "nassjo"), ("tranas", "aneby"), ("vaggeryd", "jonkoping"), ("vetlanda", "savsjo"),
        ("varnamo", "gnosjo"),
    ];

    public static Dictionary<string, SimulatedIls> Start(DemoSecrets secrets) => All.Select((library, index) => (library, index)).ToDictionary(
        l => l.library.Slug,
        l => SimulatedIls.Start(new SimulatedIlsOptions
        {
            Library = l.library.Slug,
            Institution = l.library.Slug.ToUpperInvariant(),
            Branches = [l.library.Slug.ToUpperInvariant(), l.library.Neighbour.ToUpperInvariant()],
            CardPrefix = string.Create(CultureInfo.InvariantCulture, $"23529{l.index + 1:00}"),
            Seed = l.index + 1,
            LoginPassword = secrets.IlsPassword,
        }));
}
