namespace DigitalAccess.Web.Launching;

internal static partial class Log
{
    [LoggerMessage(1201, LogLevel.Warning, "Resource {Resource} could not be opened, reference {Reference}: {Reason}")]
    internal static partial void ResourceUnavailable(this ILogger logger, string resource, string reference, string reason);
}
