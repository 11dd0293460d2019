using Microsoft.Extensions.Logging;

namespace DigitalAccess.Ils.Sip2;

/// <summary>Event ids 1000–1099. A message prints redacted (Sip2Message.Redaction.cs); nothing here takes a value.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "SIP2 {Connection}: verification ended as {Outcome} after {Milliseconds:F0} ms")]
    internal static partial void Verified(this ILogger logger, string connection, string outcome, double milliseconds);

    [LoggerMessage(1001, LogLevel.Debug, "SIP2 {Connection}#{Id}: {Command} of {Length} bytes answered after {Milliseconds:F0} ms")]
    internal static partial void Exchanged(this ILogger logger, string connection, int id, string command, int length, double milliseconds);

    [LoggerMessage(1002, LogLevel.Warning, "SIP2 {Connection}#{Id}: {Command} of {Length} bytes failed as {Outcome} after {Milliseconds:F0} ms")]
    internal static partial void ExchangeFailed(this ILogger logger, string connection, int id, string command, int length, string outcome, double milliseconds);

    [LoggerMessage(1003, LogLevel.Debug, "SIP2 {Connection}#{Id}: received {Message}")]
    internal static partial void Received(this ILogger logger, string connection, int id, Sip2Message message);

    [LoggerMessage(1004, LogLevel.Debug, "SIP2 {Connection}#{Id}: connected")]
    internal static partial void Connected(this ILogger logger, string connection, int id);

    [LoggerMessage(1005, LogLevel.Debug, "SIP2 {Connection}#{Id}: closed")]
    internal static partial void ConnectionClosed(this ILogger logger, string connection, int id);

    [LoggerMessage(1006, LogLevel.Warning, "SIP2 {Connection}: connecting failed as {Outcome}")]
    internal static partial void ConnectFailed(this ILogger logger, string connection, string outcome);

    [LoggerMessage(1007, LogLevel.Error, "SIP2 {Connection}: the ILS does not accept this connection ({Fault}); an administrator must act")]
    internal static partial void Misconfigured(this ILogger logger, string connection, ConfigFault fault);

    [LoggerMessage(1008, LogLevel.Warning, "SIP2 {Connection}: not asked for a while, too many failures")]
    internal static partial void CircuitOpened(this ILogger logger, string connection);

    [LoggerMessage(1009, LogLevel.Information, "SIP2 {Connection}: asked again, the last trial succeeded")]
    internal static partial void CircuitClosed(this ILogger logger, string connection);

    [LoggerMessage(1010, LogLevel.Debug, "SIP2 {Connection}#{Id}: a pooled connection was no longer usable")]
    internal static partial void PooledConnectionLost(this ILogger logger, string connection, int id);
}
