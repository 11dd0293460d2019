using System.Text.RegularExpressions;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Conformance;

/// <summary>docs/conformance.md says what runs here, and nothing else. A module that fails makes the run fail; what it says of the others holds.</summary>
public sealed partial class TheDocument
{
    private static readonly string[] Plans = ["Basic OP", "Config OP", "Form Post OP", "RP-Initiated Logout OP", "Back-Channel Logout OP"];

    [Fact]
    public void Says_of_every_module_what_the_run_says()
    {
        Assert.SkipWhen(MadeByTheTests.IsRenewing, "This run writes it.");
        var expected = ConformanceReport.Table((_, module) => module.Skip is null ? "passed" : "not yet");
        Assert.True(MadeByTheTests.PartOf(File.ReadAllText(ConformanceReport.Document)) == expected,
            $"docs/conformance.md does not say what is run here. To let a run write it: {ConformanceReport.HowToRenew}");
    }

    [Fact]
    public void Every_module_of_the_five_plans_is_there_once() => Assert.Equal(
        [38, 1, 38, 11, 2],
        Plans.Select(plan => ConformanceReport.All.Where(m => m.Plan.Name == plan).Select(m => m.Module.Name).Distinct().Count()));

    [Fact]
    public void Every_test_that_it_names_exists()
    {
        var named = TestName().Matches(File.ReadAllText(ConformanceReport.Document)).Select(m => (Class: m.Groups[1].Value, Test: m.Groups[2].Value)).ToList();
        Assert.NotEmpty(named);
        Assert.Empty(named.Where(n => !TestSources.All.Contains(n)));
    }

    [Fact]
    public void A_method_that_is_no_test_does_not_count_as_one() => Assert.Equal(
        [("One", "Is_a_test"), ("Two", "Is_one_too")],
        TestSources.In("""
            public sealed class One
            {
                [Fact]
                public void Is_a_test() => Assert.True(true);

                public static void Is_none() { }
            }

            public sealed class Two
            {
                [Theory, Trait("Case", "X")]
                [InlineData("a")]
                public async Task Is_one_too(string text)
                {
                }
            }
            """));

    [GeneratedRegex(@"`([A-Z]\w+)\.([A-Z]\w+_\w+)`")]
    internal static partial Regex TestName();
}
