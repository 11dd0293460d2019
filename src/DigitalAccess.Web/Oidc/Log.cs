namespace DigitalAccess.Web.Oidc;

internal static partial class Log
{
    [LoggerMessage(2301, LogLevel.Error, "The signing keys could not be read, so this node answers no patron yet: {Reason}")]
    internal static partial void KeysNotRead(this ILogger logger, string reason);

    [LoggerMessage(2302, LogLevel.Warning, "The keys that client {ClientId} keeps at its address could not be read: {Reason}")]
    internal static partial void ClientKeysNotRead(this ILogger logger, string clientId, string reason);

    [LoggerMessage(2311, LogLevel.Warning, "Client {ClientId} could not be told that a sign-in has ended (notice {NoticeId}, attempt {Attempt}), and is told later: {Reason}")]
    internal static partial void LogoutFailed(this ILogger logger, string clientId, Guid noticeId, int attempt, string reason);

    [LoggerMessage(2312, LogLevel.Error, "Client {ClientId} was not told that a sign-in has ended, and will not be (notice {NoticeId}, attempt {Attempt}): {Reason}")]
    internal static partial void LogoutGivenUp(this ILogger logger, string clientId, Guid noticeId, int attempt, string reason);

    [LoggerMessage(2313, LogLevel.Error, "The attempt to tell client {ClientId} that a sign-in has ended broke off (notice {NoticeId}); a worker repeats it")]
    internal static partial void LogoutNotAttempted(this ILogger logger, string clientId, Guid noticeId, Exception exception);

    [LoggerMessage(2314, LogLevel.Warning, "Clients are not told of ended sign-ins until the database answers: {Reason}")]
    internal static partial void LogoutDispatchStopped(this ILogger logger, string reason);
}
