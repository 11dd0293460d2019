using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Staff;
using Hangfire;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Npgsql;

namespace DigitalAccess.Web.Worker;

internal static class WorkerExtensions
{
    public static IServiceCollection AddWorker(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<RollUpUsageJob>().AddScoped<HousekeepingJob>().AddScoped<IlsHealthChecks>().AddSingleton<IlsHealthMetrics>();
        services.AddHangfire((provider, jobs) => jobs
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UseStorage(new PostgreSqlStorage(new SharedDataSource(provider.GetRequiredService<NpgsqlDataSource>()), JobStorageSchema.Options)));
        if (ProcessRoles.Of(configuration) is ProcessRole.Worker or ProcessRole.All)
        {
            services.AddHangfireServer(server =>
            {
                server.WorkerCount = 4;
                server.Queues = ["maintenance", "default"];
                server.SchedulePollingInterval = TimeSpan.FromSeconds(5);
                server.CancellationCheckInterval = TimeSpan.FromSeconds(5);
            });
            services.AddHostedService<RecurringJobs>();
            services.AddHostedService<IlsHealthWatch>();
        }

        return services;
    }

    /// <summary>For operators, and read-only: what stands in it is ids and states, but starting work is not a web page's business.</summary>
    public static void MapWorkerDashboard(this WebApplication app) =>
        app.MapHangfireDashboardWithAuthorizationPolicy(StaffPolicies.Operator, "/ops/jobs", new DashboardOptions
        {
            Authorization = [],
            IsReadOnlyFunc = _ => true,
            AppPath = "/staff",
            DisplayStorageConnectionString = false,
            DashboardTitle = "DigitalAccess",
        });

    /// <summary>Hangfire takes its connections from the pool that everything else uses.</summary>
    private sealed class SharedDataSource(NpgsqlDataSource source) : NpgsqlInstanceConnectionFactoryBase(JobStorageSchema.Options), IConnectionFactory
    {
        public override NpgsqlConnection GetOrCreateConnection() => source.CreateConnection();
    }
}
