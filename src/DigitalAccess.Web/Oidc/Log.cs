namespace DigitalAccess.Web.Oidc;

internal static partial class Log
{
    [LoggerMessage(2301, LogLevel.Error, "The signing keys could not be read, so this node answers no patron yet: {Reason}")]
    internal static partial void KeysNotRead(this ILogger logger, string reason);

    [LoggerMessage(2302, LogLevel.Warning, "The keys that client {ClientId} keeps at its address could not be read: {Reason}")]
    internal static partial void ClientKeysNotRead(this ILogger logger, string clientId, string reason);
}
