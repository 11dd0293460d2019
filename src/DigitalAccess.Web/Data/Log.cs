namespace DigitalAccess.Web.Data;

internal static partial class Log
{
    [LoggerMessage(1901, LogLevel.Warning, "Changes of the region's configuration cannot be heard until the database answers; the last known one is used: {Reason}")]
    internal static partial void RegionNotHeard(this ILogger logger, string reason);
}
