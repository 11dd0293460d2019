using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using DigitalAccess.Web.Tests.Conformance;
using DigitalAccess.Web.Tests.Support;

[assembly: AssemblyFixture(typeof(ConformanceReport))]

namespace DigitalAccess.Web.Tests.Conformance;

/// <summary>
/// Collects what each module came to and writes it down when the run ends: to artifacts/conformance.md always, and to
/// docs/conformance.md when all have run and the environment says so.
/// </summary>
public sealed class ConformanceReport : IDisposable
{
    internal const string HowToRenew = "DIGITALACCESS_RENEW_DOCS=1 ./test --filter-namespace DigitalAccess.Web.Tests.Conformance";

    internal static string Document { get; } = Repository.File("docs", "conformance.md");

    /// <summary>Every module of every plan, by reflection: what there is to run.</summary>
    internal static IReadOnlyList<(PlanAttribute Plan, ModuleAttribute Module)> All { get; } =
    [
        .. from type in typeof(ConformanceReport).Assembly.GetTypes()
           let plan = type.GetCustomAttribute<PlanAttribute>()
           where plan is not null
           from method in type.GetMethods()
           let module = method.GetCustomAttribute<ModuleAttribute>()
           where module is not null
           orderby plan.Order, module.Name
           select (plan, module),
    ];

    private readonly ConcurrentDictionary<(string Plan, string Module), string> _results = new();

    internal void Record(PlanAttribute plan, ModuleAttribute module, string result) => _results[(plan.Name, module.Name)] = result;

    public void Dispose()
    {
        if (_results.IsEmpty)
            return;
        var table = Table((plan, module) => _results.GetValueOrDefault((plan.Name, module.Name), module.Skip is null ? "not run" : "not yet"));
        Directory.CreateDirectory(Repository.File("artifacts"));
        File.WriteAllText(Repository.File("artifacts", "conformance.md"), table);
        if (MadeByTheTests.IsRenewing && !table.Contains("| not run |", StringComparison.Ordinal))
            MadeByTheTests.Renew(Document, table);
    }

    internal static string Table(Func<PlanAttribute, ModuleAttribute, string> result)
    {
        var text = new StringBuilder();
        foreach (var plan in All.GroupBy(m => m.Plan.Name))
        {
            text.Append("\n### ").Append(plan.Key).Append("\n\n| module | result | what ours checks |\n|---|---|---|\n");
            foreach (var (of, module) in plan)
                text.Append("| `").Append(module.Name).Append("` | ").Append(result(of, module)).Append(" | ").Append(module.Skip ?? module.Checks).Append(" |\n");
        }

        return text.Append('\n').ToString();
    }
}
