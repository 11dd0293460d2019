using Hangfire;

namespace DigitalAccess.Web.Worker;

/// <summary>The timetable, written each time a worker starts; the jobs themselves catch up with whatever a pause left.</summary>
internal sealed class RecurringJobs(IRecurringJobManager jobs) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        jobs.AddOrUpdate<RollUpUsageJob>(RollUpUsageJob.Id, "maintenance", job => job.RunAsync(CancellationToken.None), Cron.Minutely());
        jobs.AddOrUpdate<EndSharedSessionsJob>(EndSharedSessionsJob.Id, "maintenance", job => job.RunAsync(CancellationToken.None), Cron.Minutely());
        jobs.AddOrUpdate<HousekeepingJob>(HousekeepingJob.Id, "maintenance", job => job.RunAsync(CancellationToken.None), "7,37 * * * *");
        jobs.AddOrUpdate<RefreshMetadataJob>(RefreshMetadataJob.Id, "maintenance", job => job.RunAsync(CancellationToken.None), "*/5 * * * *");
        jobs.AddOrUpdate<CertificateAlarmJob>(CertificateAlarmJob.Id, "maintenance", job => job.RunAsync(CancellationToken.None), "11 5 * * *");
        jobs.Trigger(RollUpUsageJob.Id);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
