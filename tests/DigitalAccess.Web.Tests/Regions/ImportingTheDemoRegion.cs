using System.Diagnostics;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Regions;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalAccess.Web.Tests.Regions;

/// <summary>The files that the demonstration starts with.</summary>
public sealed class ImportingTheDemoRegion(TestCluster cluster, ITestOutputHelper output)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal static Dictionary<string, string?> Settings
    {
        get
        {
            var settings = new Dictionary<string, string?>
            {
                ["Region:Values:VENDOR_BASE"] = "http://127.0.0.1:5090",
                ["Region:Values:NYHETSKIOSKEN_BASE"] = "http://127.0.0.1:5091",
                ["Region:Values:FILMRUMMET_BASE"] = "http://127.0.0.1:5092",
                ["Region:Values:PRESSREADER_BASE"] = "http://127.0.0.1:5095",
                ["Secrets:NYHETSKIOSKEN"] = new string('n', 44),
                ["Secrets:FILMRUMMET"] = new string('f', 44),
                ["Secrets:SPRAKVAGEN"] = new string('s', 44),
            };
            foreach (var library in Libraries)
                settings[$"Secrets:ILS_{library.ToUpperInvariant()}"] = "broker-secret";
            return settings;
        }
    }

    private static readonly string[] Libraries =
    [
        "aneby", "eksjo", "gislaved", "gnosjo", "habo", "jonkoping", "mullsjo", "nassjo", "savsjo", "tranas", "vaggeryd", "varnamo", "vetlanda",
    ];

    [Fact]
    public async Task Takes_in_all_thirteen_libraries_and_a_second_time_changes_nothing()
    {
        await using var app = Host.Build(await cluster.CreateDatabaseAsync("demo_region"), Settings);
        await using (var scope = app.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<DigitalAccessDb>().Libraries.CountAsync(Ct);

        var clock = Stopwatch.StartNew();
        var first = await ImportAsync(app.Services);
        output.WriteLine($"first import: {clock.ElapsedMilliseconds} ms\n{first}");
        clock.Restart();
        var second = await ImportAsync(app.Services);
        output.WriteLine($"second import: {clock.ElapsedMilliseconds} ms\n{second}");

        Assert.Equal("the database says already what the files say; nothing was changed\n", second);
        await using var look = app.Services.CreateAsyncScope();
        var db = look.ServiceProvider.GetRequiredService<DigitalAccessDb>();
        Assert.Equal(Libraries, await db.Libraries.OrderBy(l => l.Slug).Select(l => l.Slug).ToListAsync(Ct));
        Assert.Equal(15, await db.Resources.CountAsync(Ct));
        Assert.Equal(4, await db.Users.CountAsync(Ct));
    }

    private static async Task<string> ImportAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        await using var said = new StringWriter { NewLine = "\n" };
        var code = await Import.RunAsync(scope.ServiceProvider, Repository.File("infra", "region"), dryRun: false, said, Ct);
        Assert.True(code == 0, said.ToString());
        return said.ToString();
    }
}
