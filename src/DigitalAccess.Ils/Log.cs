using Microsoft.Extensions.Logging;

namespace DigitalAccess.Ils;

/// <summary>What all adapters log alike; event ids 1100–1199.</summary>
internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Warning, "ILS {Connection}: an operator should look at this connection: {Signal}")]
    internal static partial void SignalRaised(this ILogger logger, string connection, IlsSignal signal);
}
