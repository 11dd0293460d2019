using DigitalAccess.LocalPostgres;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting.Commands;
using DigitalAccess.Web.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

[assembly: AssemblyFixture(typeof(TestCluster))]

namespace DigitalAccess.Web.Tests.Support;

/// <summary>One PostgreSQL per test run, one migrated template in it, and as many copies of the template as tests ask for.</summary>
public sealed class TestCluster : IAsyncLifetime
{
    private const string Template = "template_digitalaccess";
    private PostgresCluster _cluster = null!;
    private int _databases;

    public async ValueTask InitializeAsync()
    {
        _cluster = await PostgresCluster.StartAsync(new PostgresClusterOptions
        {
            Ephemeral = true, Durability = Durability.FastAndForgetful, MaxConnections = 400,
        });
        await _cluster.CreateDatabaseAsync(Template);
        await MigrateAsync(_cluster.ConnectionString(Template) + ";Pooling=false");
    }

    /// <returns>Connection string of a fresh, migrated database.</returns>
    public async Task<string> CreateDatabaseAsync(string name = "test")
    {
        var database = $"{name}_{Interlocked.Increment(ref _databases)}";
        await _cluster.CreateDatabaseAsync(database, Template);
        return _cluster.ConnectionString(database) + ";Maximum Pool Size=30";
    }

    /// <returns>Connection string of a database with nothing in it.</returns>
    public async Task<string> CreateEmptyDatabaseAsync()
    {
        var database = $"empty_{Interlocked.Increment(ref _databases)}";
        await _cluster.CreateDatabaseAsync(database);
        return _cluster.ConnectionString(database) + ";Pooling=false";
    }

    public static async Task MigrateAsync(string connectionString, string? upTo = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:DigitalAccess"] = connectionString,
            ["DigitalAccess:Origin"] = "http://localhost:5080",
        });
        await using var app = builder.AddDigitalAccess().Build();
        await using var scope = app.Services.CreateAsyncScope();
        if (upTo is null)
            await Migrate.RunAsync(scope.ServiceProvider, TextWriter.Null, CancellationToken.None);
        else
            await scope.ServiceProvider.GetRequiredService<DigitalAccessDb>().GetService<IMigrator>().MigrateAsync(upTo);
    }

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();
}
