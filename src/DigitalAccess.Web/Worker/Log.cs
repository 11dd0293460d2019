namespace DigitalAccess.Web.Worker;

internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Warning, "A round of ILS health checks was given up; the next one comes in seconds")]
    internal static partial void RoundFailed(this ILogger logger, Exception exception);
}
