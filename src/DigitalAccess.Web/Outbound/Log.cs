namespace DigitalAccess.Web.Outbound;

/// <summary>Hosts and reasons; never a path or a query, where keys stand, and never an answer.</summary>
internal static partial class Log
{
    [LoggerMessage(1101, LogLevel.Warning, "A call to {Host} was refused: {Reason}. If it is right, allow it in DigitalAccess:Outbound")]
    internal static partial void CallRefused(this ILogger logger, string host, string reason);
}
