using System.Text.RegularExpressions;
using DigitalAccess.Simulators.Vendors;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Regions;
using DigitalAccess.Web.Saml.Metadata;
using DigitalAccess.Web.Tests.Regions;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalAccess.Web.Tests.Saml;

/// <summary>docs/vendors/saml.md shows the sheet of a service provider of infra/region, as the command prints it today.</summary>
public sealed partial class TheDocumentedSamlSheet(TestCluster cluster)
{
    private const string HowToRenew = "DIGITALACCESS_RENEW_DOCS=1 ./test --filter-class '*TheDocumentedSamlSheet'";

    private static string Document { get; } = Repository.File("docs", "vendors", "saml.md");

    [Fact]
    public async Task Is_the_one_that_the_command_prints()
    {
        var expected = await PrintedAsync();
        if (MadeByTheTests.IsRenewing)
            MadeByTheTests.Renew(Document, expected);
        Assert.True(MadeByTheTests.PartOf(await File.ReadAllTextAsync(Document)) == expected,
            $"docs/vendors/saml.md does not show what 'digitalaccess vendor-sheet' prints. To let a run write it: {HowToRenew}");
    }

    [Fact]
    public async Task Every_link_leads_to_a_file()
    {
        var links = Link().Matches(await File.ReadAllTextAsync(Document)).Select(m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(links);
        Assert.Empty(links.Where(link => !Path.Exists(Path.Combine(Path.GetDirectoryName(Document)!, link))));
    }

    /// <summary>A level further down, as the page has a heading of its own. What the stand-in says of itself is kept as if it had been fetched.</summary>
    private async Task<string> PrintedAsync()
    {
        var settings = new Dictionary<string, string?>(ImportingTheDemoRegion.Settings)
        {
            ["DigitalAccess:Origin"] = "https://login.example.se",
            ["DigitalAccess:RegionName"] = "Biblioteken i Jönköpings län",
            ["Region:Values:PRESSREADER_BASE"] = "https://pressreader.example.se",
        };
        await using var app = Host.Build(await cluster.CreateDatabaseAsync("documented_saml_sheet"), settings);
        await using var scope = app.Services.CreateAsyncScope();
        await using var said = new StringWriter();
        Assert.True(await Import.RunAsync(scope.ServiceProvider, Repository.File("infra", "region"), dryRun: false, said, TestContext.Current.CancellationToken) == 0, said.ToString());
        var db = scope.ServiceProvider.GetRequiredService<DigitalAccessDb>();
        var provider = await db.ServiceProviders.AsNoTracking().SingleAsync(p => p.Slug == "pressreader", TestContext.Current.CancellationToken);
        await using var standIn = await SamlVendor.StartAsync(
            new SamlVendorOptions { Name = provider.Name, Slug = provider.Slug, EntityId = provider.EntityId, IdentityProviders = new Uri("https://login.example.se/saml/") }, TestContext.Current.CancellationToken);
        using var http = new HttpClient();
        var metadata = (await http.GetStringAsync(new Uri(standIn.Address, "saml/metadata"))).Replace(standIn.Address.AbsoluteUri, "https://pressreader.example.se/", StringComparison.Ordinal);
        db.StoredMetadata.Add(new StoredMetadata { ServiceProviderId = provider.Id, Xml = metadata });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        await app.Services.GetRequiredService<RegionSnapshots>().ReloadAsync(TestContext.Current.CancellationToken);
        var sheet = await PrintedSheet.OfAsync(app.Services, "pressreader");
        Assert.Equal(0, sheet.Code);
        return "\n" + Heading().Replace(sheet.Text, "#$0") + "\n";
    }

    [GeneratedRegex("^#+ ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex Link();
}
