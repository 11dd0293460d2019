using DigitalAccess.Simulators;
using DigitalAccess.Web.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DigitalAccess.Web.Tests.Support;

/// <summary>The whole application on a real port and a real database, with a clock that tests can move.</summary>
internal sealed class BrokerApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BrokerApp(WebApplication app, Uri origin, string connectionString, MovableClock clock, LogSink logs) =>
        (_app, Origin, ConnectionString, Clock, Logs) = (app, origin, connectionString, clock, logs);

    public Uri Origin { get; }
    public string ConnectionString { get; }
    public MovableClock Clock { get; }
    public LogSink Logs { get; }
    public IServiceProvider Services => _app.Services;
    public Given Given => new(this);

    /// <param name="connectionString">A migrated database.</param>
    /// <param name="settings">What differs from the usual test settings.</param>
    /// <param name="port">The port; a free one by default.</param>
    /// <param name="clock">A clock that is shared with another node.</param>
    /// <param name="services">Replaces services, last of all.</param>
    /// <param name="everyLogLine">Off for a test with a stopwatch: then only the lines of <see cref="LogSink.Lines"/> are made.</param>
    public static async Task<BrokerApp> StartAsync(
        string connectionString, Dictionary<string, string?>? settings = null, int? port = null, MovableClock? clock = null,
        Action<IServiceCollection>? services = null, bool everyLogLine = true)
    {
        var origin = new Uri($"http://localhost:{port ?? FreePort.Take()}/");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "digitalaccess", EnvironmentName = "Development", ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:DigitalAccess"] = connectionString,
            ["DigitalAccess:Origin"] = origin.AbsoluteUri.TrimEnd('/'),
            ["DigitalAccess:Role"] = "web",
            ["DigitalAccess:RegionName"] = "Testregionen",
            ["DigitalAccess:Pacing:Floor"] = "00:00:00",
            ["DigitalAccess:Pacing:Step"] = "00:00:00",
            ["DigitalAccess:Proxy:KnownProxies:0"] = "127.0.0.1",
        });
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        var logs = new LogSink();
        var movable = clock ?? new MovableClock();
        builder.AddDigitalAccess();
        logs.AddTo(builder.Logging, everyLogLine);
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(movable));
        services?.Invoke(builder.Services);
        builder.WebHost.UseStaticWebAssets().UseUrls($"http://127.0.0.1:{origin.Port}");
        var app = builder.Build().MapDigitalAccess();
        await app.StartAsync();
        return new BrokerApp(app, origin, connectionString, movable, logs);
    }

    /// <summary>A browser of its own: cookies, redirects, forms.</summary>
    public Browser Browser(string? from = null) => new(Origin, from);

    public async Task<T> WithDbAsync<T>(Func<DigitalAccessDb, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        var result = await work(scope.ServiceProvider.GetRequiredService<DigitalAccessDb>());

        // Nodes hear of a change within a moment; a test goes on at once.
        await Services.GetRequiredService<RegionSnapshots>().ReloadAsync(CancellationToken.None);
        return result;
    }

    public Task WithDbAsync(Func<DigitalAccessDb, Task> work) => WithDbAsync(async db =>
    {
        await work(db);
        return true;
    });

    public async Task<T> WithAsync<TService, T>(Func<TService, Task<T>> work) where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
