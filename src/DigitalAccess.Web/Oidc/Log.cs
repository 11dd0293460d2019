namespace DigitalAccess.Web.Oidc;

internal static partial class Log
{
    [LoggerMessage(2301, LogLevel.Error, "The signing keys could not be read, so this node answers no patron yet: {Reason}")]
    internal static partial void KeysNotRead(this ILogger logger, string reason);
}
