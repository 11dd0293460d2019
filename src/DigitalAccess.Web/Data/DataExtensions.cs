using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DigitalAccess.Web.Data;

internal static class DataExtensions
{
    public const string ConnectionStringName = "DigitalAccess";

    /// <summary>One connection pool for everything in the process: EF Core, the hot paths' own SQL, Hangfire.</summary>
    public static IServiceCollection AddData(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(_ => BuildDataSource(configuration));
        services.AddDbContextPool<DigitalAccessDb>((provider, options) => Configure(options, provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<RegionSnapshots>().AddHostedService(provider => provider.GetRequiredService<RegionSnapshots>());
        return services;
    }

    internal static void Configure(DbContextOptionsBuilder options, NpgsqlDataSource? npgsql)
    {
        if (npgsql is null)
            options.UseNpgsql();
        else
            options.UseNpgsql(npgsql);
        options.UseSnakeCaseNamingConvention();
    }

    private static NpgsqlDataSource BuildDataSource(IConfiguration configuration)
    {
        var text = configuration.GetConnectionString(ConnectionStringName);
        if (string.IsNullOrWhiteSpace(text))
            throw new InvalidOperationException($"No database: set ConnectionStrings__{ConnectionStringName} to a PostgreSQL connection string.");

        // What the connection string leaves open gets values under which a dead server is noticed in seconds.
        var settings = new NpgsqlConnectionStringBuilder(text);
        settings.ApplicationName ??= "digitalaccess";
        if (!settings.ShouldSerialize("Timeout")) settings.Timeout = 5;
        if (!settings.ShouldSerialize("Command Timeout")) settings.CommandTimeout = 10;
        if (!settings.ShouldSerialize("Keepalive")) settings.KeepAlive = 15;
        if (!settings.ShouldSerialize("Cancellation Timeout")) settings.CancellationTimeout = 1000;

        // What a connection was used for ends with its transaction; who takes a lock or listens beyond that gives it back.
        if (!settings.ShouldSerialize("No Reset On Close")) settings.NoResetOnClose = true;
        if (!settings.ShouldSerialize("Max Auto Prepare")) settings.MaxAutoPrepare = 100;
        return NpgsqlDataSource.Create(settings);
    }
}
