using System.Text.RegularExpressions;
using DigitalAccess.Web.Regions;
using DigitalAccess.Web.Tests.Regions;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalAccess.Web.Tests.Support;

/// <summary>A page of docs/vendors shows the sheet of a vendor of infra/region, as the command prints it today.</summary>
/// <param name="cluster">Where the region is imported to.</param>
/// <param name="file">Of docs/vendors.</param>
/// <param name="vendor">Whose sheet, by the name that the command takes.</param>
public abstract partial class DocumentedSheet(TestCluster cluster, string file, string vendor)
{
    private string Document { get; } = Repository.File("docs", "vendors", file);

    /// <summary>Where the vendor is, by the name of the region's value and the address.</summary>
    protected abstract (string Value, string Address) Base { get; }

    [Fact]
    public async Task Is_the_one_that_the_command_prints()
    {
        var expected = await PrintedAsync();
        if (MadeByTheTests.IsRenewing)
            MadeByTheTests.Renew(Document, expected);
        Assert.True(MadeByTheTests.PartOf(await File.ReadAllTextAsync(Document)) == expected,
            $"docs/vendors/{file} does not show what 'digitalaccess vendor-sheet' prints. To let a run write it: DIGITALACCESS_RENEW_DOCS=1 ./test --filter-class '*{GetType().Name}'");
    }

    [Fact]
    public async Task Every_link_leads_to_a_file()
    {
        var links = Link().Matches(await File.ReadAllTextAsync(Document)).Select(m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(links);
        Assert.Empty(links.Where(link => !Path.Exists(Path.Combine(Path.GetDirectoryName(Document)!, link))));
    }

    /// <summary>What else there is once the region is imported.</summary>
    protected virtual Task PrepareAsync(IServiceProvider services) => Task.CompletedTask;

    /// <summary>A level further down, as the page has a heading of its own.</summary>
    private async Task<string> PrintedAsync()
    {
        var settings = new Dictionary<string, string?>(ImportingTheDemoRegion.Settings)
        {
            ["DigitalAccess:Origin"] = "https://login.example.se",
            ["DigitalAccess:RegionName"] = "Biblioteken i Jönköpings län",
            [$"Region:Values:{Base.Value}"] = Base.Address,
        };
        await using var app = Host.Build(await cluster.CreateDatabaseAsync("documented_sheet"), settings);
        await using var scope = app.Services.CreateAsyncScope();
        await using var said = new StringWriter();
        Assert.True(await Import.RunAsync(scope.ServiceProvider, Repository.File("infra", "region"), dryRun: false, said, TestContext.Current.CancellationToken) == 0, said.ToString());
        await PrepareAsync(scope.ServiceProvider);
        var sheet = await PrintedSheet.OfAsync(app.Services, vendor);
        Assert.Equal(0, sheet.Code);
        return "\n" + Heading().Replace(sheet.Text, "#$0") + "\n";
    }

    [GeneratedRegex("^#+ ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex Link();
}
