using System.Reflection;
using Xunit.v3;

namespace DigitalAccess.Web.Tests.Conformance;

/// <summary>The modules of one plan, on a stage of their own. What each came to is written down when it ends.</summary>
public abstract class PlanModules(ConformanceWorld world, ConformanceReport report) : IClassFixture<ConformanceWorld>, IDisposable
{
    protected private ConformanceWorld World { get; } = world;

    public void Dispose()
    {
        var test = TestContext.Current;
        var module = ((IXunitTestMethod)test.TestMethod!).Method.GetCustomAttribute<ModuleAttribute>()!;
        report.Record(GetType().GetCustomAttribute<PlanAttribute>()!, module, test.TestState?.Result == TestResult.Passed ? "passed" : "failed");
        GC.SuppressFinalize(this);
    }
}
