using DigitalAccess.Web.Logout;

namespace DigitalAccess.Web.Oidc.Logout;

/// <summary>One attempt from the call to the row. It never fails: what it could not write down, a worker does again.</summary>
internal sealed class LogoutAttempts(LogoutCalls calls, LogoutOutbox outbox, TimeProvider clock, ILogger<LogoutAttempts> logger)
{
    public async Task MakeAsync(LogoutNotice notice)
    {
        try
        {
            var answer = await calls.TellAsync(notice);
            var step = LogoutRetryRules.Decide(notice, answer, clock.GetUtcNow());
            await outbox.RecordAsync(notice, step);
            if (answer is LogoutAnswer.Failed { LeaveAlone: { } alone })
                await outbox.LeaveAloneAsync(notice.Recipient, clock.GetUtcNow() + alone);
            if (step.State == LogoutState.GivenUp)
                logger.LogoutGivenUp(notice.Recipient, notice.Id, notice.Attempts, step.Fault!);
            else if (step.State == LogoutState.Waiting)
                logger.LogoutFailed(notice.Recipient, notice.Id, notice.Attempts, step.Fault!);
        }
        catch (Exception e)
        {
            logger.LogoutNotAttempted(notice.Recipient, notice.Id, e);
        }
    }
}
