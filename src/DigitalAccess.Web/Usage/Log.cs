namespace DigitalAccess.Web.Usage;

internal static partial class Log
{
    [LoggerMessage(3301, LogLevel.Information, "Usage of {Day} counted; closed: {Closed}")]
    internal static partial void DayCounted(this ILogger logger, DateOnly day, bool closed);
}
