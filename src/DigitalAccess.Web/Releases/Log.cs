namespace DigitalAccess.Web.Releases;

internal static partial class Log
{
    [LoggerMessage(2303, LogLevel.Warning, "{Recipient} was not told {Claim}: its value holds an identity number ({Kind})")]
    internal static partial void ValueWithheld(this ILogger logger, string recipient, string claim, string kind);
}
