using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Staff;
using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.Logging;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Npgsql;
using LogLevel = Hangfire.Logging.LogLevel;

namespace DigitalAccess.Web.Worker;

internal static class WorkerExtensions
{
    public static IServiceCollection AddWorker(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<RollUpUsageJob>().AddScoped<EndSharedSessionsJob>().AddScoped<HousekeepingJob>().AddScoped<RefreshMetadataJob>().AddScoped<CertificateAlarmJob>().AddScoped<IlsHealthChecks>().AddSingleton<IlsHealthMetrics>();

        // Hangfire keeps storage, activator and log in fields of the whole process. Where several applications live in one,
        // as in tests, a worker would run its jobs in whichever was set up last; so each has its own.
        services.AddSingleton<JobStorage>(provider =>
            new PostgreSqlStorage(new SharedDataSource(provider.GetRequiredService<NpgsqlDataSource>()), JobStorageSchema.Options));
        services.AddSingleton<JobActivator>(provider => new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddHangfire((provider, jobs) => jobs
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UseLogProvider(new LogWhileThereIsOne(provider.GetRequiredService<ILoggerFactory>())));
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

    /// <summary>The log of the application that was set up last; when that one has ended, nothing breaks and nothing is logged.</summary>
    private sealed class LogWhileThereIsOne(ILoggerFactory loggers) : ILogProvider
    {
        private readonly AspNetCoreLogProvider _inner = new(loggers);

        public ILog GetLogger(string name)
        {
            try
            {
                return _inner.GetLogger(name);
            }
            catch (ObjectDisposedException)
            {
                return new NoLog();
            }
        }

        private sealed class NoLog : ILog
        {
            public bool Log(LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null) => false;
        }
    }

    /// <summary>Hangfire takes its connections from the pool that everything else uses.</summary>
    private sealed class SharedDataSource(NpgsqlDataSource source) : NpgsqlInstanceConnectionFactoryBase(JobStorageSchema.Options), IConnectionFactory
    {
        public override NpgsqlConnection GetOrCreateConnection() => source.CreateConnection();
    }
}
