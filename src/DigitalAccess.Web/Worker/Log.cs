namespace DigitalAccess.Web.Worker;

internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Warning, "A round of ILS health checks was given up; the next one comes in seconds")]
    internal static partial void RoundFailed(this ILogger logger, Exception exception);

    [LoggerMessage(5002, LogLevel.Error, "Usage could not be counted; the next try comes with the next minute")]
    internal static partial void RollUpFailed(this ILogger logger, Exception exception);

    [LoggerMessage(5003, LogLevel.Error, "Sessions left on shared computers could not be ended; the next try comes with the next minute")]
    internal static partial void SharedSessionsNotEnded(this ILogger logger, Exception exception);
}
