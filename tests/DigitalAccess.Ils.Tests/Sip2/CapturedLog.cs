using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace DigitalAccess.Ils.Tests.Sip2;

/// <summary>Everything that was logged, at every level: texts, values of the placeholders and exceptions.</summary>
internal sealed class CapturedLog
{
    private readonly ConcurrentQueue<string> _lines = new();

    public string Text => string.Join('\n', _lines);

    public ILogger<T> For<T>() => new Logger<T>(_lines);

    private sealed class Logger<T>(ConcurrentQueue<string> lines) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lines.Enqueue($"{eventId.Id} {formatter(state, exception)} {exception}");
            foreach (var value in state as IEnumerable<KeyValuePair<string, object?>> ?? [])
                // To the millisecond, as it is written: further digits hold any PIN by chance.
                lines.Enqueue($"{value.Key}={(value.Value is double milliseconds ? Math.Round(milliseconds) : value.Value)}");
        }
    }
}
