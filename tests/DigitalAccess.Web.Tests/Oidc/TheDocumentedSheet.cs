using System.Text.RegularExpressions;
using DigitalAccess.Web.Regions;
using DigitalAccess.Web.Tests.Regions;
using DigitalAccess.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary>docs/vendors/oidc.md shows the sheet of a client of infra/region, as the command prints it today.</summary>
public sealed partial class TheDocumentedSheet(TestCluster cluster)
{
    private const string HowToRenew = "DIGITALACCESS_RENEW_DOCS=1 ./test --filter-class '*TheDocumentedSheet'";

    private static string Document { get; } = Repository.File("docs", "vendors", "oidc.md");

    [Fact]
    public async Task Is_the_one_that_the_command_prints()
    {
        var expected = await PrintedAsync();
        if (MadeByTheTests.IsRenewing)
            MadeByTheTests.Renew(Document, expected);
        Assert.True(MadeByTheTests.PartOf(await File.ReadAllTextAsync(Document)) == expected,
            $"docs/vendors/oidc.md does not show what 'digitalaccess vendor-sheet' prints. To let a run write it: {HowToRenew}");
    }

    [Fact]
    public async Task Every_link_leads_to_a_file()
    {
        var links = Link().Matches(await File.ReadAllTextAsync(Document)).Select(m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(links);
        Assert.Empty(links.Where(link => !Path.Exists(Path.Combine(Path.GetDirectoryName(Document)!, link))));
    }

    /// <summary>A level further down, as the page has a heading of its own.</summary>
    private async Task<string> PrintedAsync()
    {
        var settings = new Dictionary<string, string?>(ImportingTheDemoRegion.Settings)
        {
            ["DigitalAccess:Origin"] = "https://login.example.se",
            ["DigitalAccess:RegionName"] = "Biblioteken i Jönköpings län",
            ["Region:Values:FILMRUMMET_BASE"] = "https://filmrummet.example.se",
        };
        await using var app = Host.Build(await cluster.CreateDatabaseAsync("documented_sheet"), settings);
        await using var scope = app.Services.CreateAsyncScope();
        await using var said = new StringWriter();
        Assert.True(await Import.RunAsync(scope.ServiceProvider, Repository.File("infra", "region"), dryRun: false, said, TestContext.Current.CancellationToken) == 0, said.ToString());
        var sheet = await PrintedSheet.OfAsync(app.Services, "filmrummet");
        Assert.Equal(0, sheet.Code);
        return "\n" + Heading().Replace(sheet.Text, "#$0") + "\n";
    }

    [GeneratedRegex("^#+ ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex Link();
}
