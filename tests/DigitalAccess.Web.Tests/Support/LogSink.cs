using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace DigitalAccess.Web.Tests.Support;

/// <summary>
/// Keeps every log line of every category at every level, whatever the configuration says. Frameworks write more at Debug and
/// Trace than any installation keeps, the arguments of form handlers among it; so a test of secrets asks two things: that none of
/// <see cref="Ours"/> holds it at any level, and that none of <see cref="Lines"/> does.
/// </summary>
internal sealed class LogSink : ILoggerProvider
{
    private readonly Collector _all = new();
    private readonly Collector _kept = new();

    /// <summary>Level, category and number, then the text: of everything.</summary>
    public IEnumerable<string> All => _all.Lines.Select(l => l.Text);

    /// <summary>What our own categories write, at every level.</summary>
    public IEnumerable<string> Ours => _all.Lines.Where(l => IsOurs(l.Category)).Select(l => l.Text);

    /// <summary>What an installation keeps: the lines that appsettings.json lets through.</summary>
    public IEnumerable<string> Lines => _kept.Lines.Select(l => l.Text);

    /// <summary>Replaces all other logs. The configured levels hold for one of the two collectors, and for the other none.</summary>
    public void AddTo(ILoggingBuilder logging, bool everyLine)
    {
        logging.ClearProviders().AddProvider(new Kept(_kept));
        if (everyLine)
            logging.AddProvider(this).AddFilter<LogSink>(null, LogLevel.Trace);
    }

    public ILogger CreateLogger(string categoryName) => _all.CreateLogger(categoryName);

    public void Dispose() { }

    private static bool IsOurs(string category) => category.StartsWith("DigitalAccess.", StringComparison.Ordinal);

    private sealed class Kept(Collector collector) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => collector.CreateLogger(categoryName);

        public void Dispose() { }
    }

    private sealed class Collector
    {
        private readonly ConcurrentQueue<(string Category, string Text)> _lines = new();

        public IEnumerable<(string Category, string Text)> Lines => _lines;

        public Writer CreateLogger(string category) => new(category, _lines);
    }

    private sealed class Writer(string category, ConcurrentQueue<(string, string)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue((category, $"{logLevel} {category}[{eventId.Id}] {formatter(state, exception)} {ValuesOf(state)} {exception}"));

        /// <summary>The JSON console writes the values beside the text, those too that the text leaves out.</summary>
        private string ValuesOf<TState>(TState state) =>
            IsOurs(category) && state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values) : "";
    }
}
