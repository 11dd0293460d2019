using DigitalAccess.Web.PatronLogin;

namespace DigitalAccess.Web.Worker;

/// <summary>Each minute, for the next person may sit down at once. Takes no arguments and may run twice: a session ends once.</summary>
internal sealed class EndSharedSessionsJob(SessionEnds sessions)
{
    public const string Id = "end-shared-sessions";

    public Task RunAsync(CancellationToken ct) => sessions.EndOverdueAsync(ct);
}
