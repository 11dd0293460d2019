using System.Diagnostics;
using DigitalAccess.Web.Logout;

namespace DigitalAccess.Web.Oidc.Logout;

/// <summary>
/// When a vendor is asked again. At first within seconds, as the patron may still be looking; then for a day, as a vendor's
/// outage may last; and hardly at all where it says no.
/// </summary>
internal static class LogoutRetryRules
{
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(24);

    private const int MostRefusals = 3;

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1),
    ];

    private static readonly TimeSpan[] PausesAfterRefusal = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10)];

    public static LogoutStep Decide(LogoutNotice notice, LogoutAnswer answer, DateTimeOffset now) => answer switch
    {
        LogoutAnswer.Closed => new(LogoutState.Done, null, null, notice.Refusals),
        LogoutAnswer.Impossible impossible => new(LogoutState.GivenUp, null, impossible.Reason, notice.Refusals),
        LogoutAnswer.Refused refused when notice.Refusals + 1 >= MostRefusals => new(LogoutState.GivenUp, null, refused.Reason, notice.Refusals + 1),
        LogoutAnswer.Refused refused => Later(notice, now + PausesAfterRefusal[notice.Refusals], refused.Reason, notice.Refusals + 1),
        LogoutAnswer.Failed failed => Later(notice, now + Longer(Pauses[Math.Clamp(notice.Attempts - 1, 0, Pauses.Length - 1)], failed.LeaveAlone), failed.Reason, notice.Refusals),
        _ => throw new UnreachableException(),
    };

    private static TimeSpan Longer(TimeSpan ours, TimeSpan? theirs) => theirs > ours ? theirs.Value : ours;

    private static LogoutStep Later(LogoutNotice notice, DateTimeOffset next, string reason, int refusals) =>
        next > notice.CreatedAt + GiveUpAfter
            ? new(LogoutState.GivenUp, null, reason, refusals)
            : new(LogoutState.Waiting, next, reason, refusals);
}
