using DigitalAccess.Web.Saml.Certificates;
using DigitalAccess.Web.Tests.Support;
using DigitalAccess.Web.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalAccess.Web.Tests.Saml;

/// <summary>A certificate that ends while it signs for somebody is told of in time, and not every day.</summary>
public sealed class WarningOfTheEnd(TestCluster cluster) : IAsyncLifetime
{
    private readonly SamlWorld _world = new(cluster);
    private int _told;
    private DateTimeOffset _end;

    private BrokerApp App => _world.App;

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Ninety_sixty_and_thirty_days_before_the_end_each_vendor_is_told_of_once()
    {
        foreach (var (left, times) in new[] { (91, 0), (90, 1), (89, 0), (61, 0), (60, 1), (45, 0), (30, 1), (1, 0) })
        {
            await UntilLeftAsync(left);
            var told = await TellAsync();
            Assert.Equal(2 * times, told.Count);
            Assert.Equal(times == 0 ? [] : ["plain", "signing"], told.Select(line => line.Split("Service provider ")[1].Split(' ')[0]).Order());
            Assert.All(told, line => Assert.Contains($"ends in {left} days: there is no newer certificate. Run 'digitalaccess announce-certificate'", line, StringComparison.Ordinal));
            Assert.All(told, line => Assert.StartsWith("Error ", line, StringComparison.Ordinal));
            Assert.Empty(await TellAsync());
        }
    }

    [Fact]
    public async Task A_worker_that_was_away_tells_the_last_time_alone()
    {
        await UntilLeftAsync(20);
        Assert.Equal(2, (await TellAsync()).Count);
        Assert.Empty(await TellAsync());
    }

    [Fact]
    public async Task What_is_told_of_a_vendor_that_changes_late_is_whether_it_has_fetched_the_new_one()
    {
        var end = await EndAsync();
        await _world.PartyAsync(new SamlParty(App, "late"), p => p.NewCertificateFrom = DateOnly.FromDateTime(end.UtcDateTime).AddDays(-5));
        await UntilLeftAsync(900);
        await App.WithAsync<CertificateMaker, int>(async m => (await m.AnnounceAsync(null, _ => true, TestContext.Current.CancellationToken)).Count);
        await App.Services.GetRequiredService<SamlKeys>().LoadAsync(TestContext.Current.CancellationToken);
        await UntilLeftAsync(90);
        var told = Assert.Single(await TellAsync());
        Assert.Contains("Service provider late is still sent what", told, StringComparison.Ordinal);
        Assert.Contains("and has not fetched metadata with the newer certificate", told, StringComparison.Ordinal);

        using var browser = App.Browser();
        await browser.GetAsync("/saml/habo/metadata/late");
        await UntilLeftAsync(60);
        told = Assert.Single(await TellAsync());
        Assert.Contains("and has fetched metadata with the newer certificate", told, StringComparison.Ordinal);

        await UntilLeftAsync(4);
        Assert.Empty(await TellAsync());
    }

    [Fact]
    public async Task Two_workers_tell_it_once()
    {
        await UntilLeftAsync(90);
        await using var second = await BrokerApp.StartAsync(App.ConnectionString, clock: App.Clock);
        await Task.WhenAll(RunAsync(App), RunAsync(second));
        Assert.Equal(2, Told(App).Count + Told(second).Count);
    }

    private Task<DateTimeOffset> EndAsync() => App.WithAsync<CertificateOverview, DateTimeOffset>(async o => (await o.ReadAsync(TestContext.Current.CancellationToken))[0].Published[0].NotAfter);

    /// <summary>An hour more than so many days before the end of the first certificate.</summary>
    private async Task UntilLeftAsync(int days)
    {
        _end = _end == default ? await EndAsync() : _end;
        App.Clock.Advance(_end.AddDays(-days).AddHours(-1) - App.Clock.GetUtcNow());
    }

    private async Task<List<string>> TellAsync()
    {
        await RunAsync(App);
        var lines = Told(App);
        var fresh = lines[_told..];
        _told = lines.Count;
        return fresh;
    }

    private static async Task RunAsync(BrokerApp app) => Assert.True(await app.WithAsync<CertificateAlarmJob, bool>(async job =>
    {
        await job.RunAsync(TestContext.Current.CancellationToken);
        return true;
    }));

    private static List<string> Told(BrokerApp app) => [.. app.Logs.Lines.Where(line => line.Contains("[2405]", StringComparison.Ordinal))];
}
