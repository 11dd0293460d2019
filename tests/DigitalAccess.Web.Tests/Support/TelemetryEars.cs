using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DigitalAccess.Web.Tests.Support;

/// <summary>Hears every span and every measurement of the process as an exporter would, with all their tags and events.</summary>
internal sealed class TelemetryEars : IDisposable
{
    private readonly ConcurrentQueue<string> _spans = new();
    private readonly ConcurrentDictionary<string, bool> _figures = new();
    private readonly ActivityListener _traces;
    private readonly MeterListener _meters = new() { InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument) };

    public TelemetryEars()
    {
        _traces = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => _spans.Enqueue(
                $"{activity.DisplayName} {Text(activity.TagObjects)} {Text(activity.Events.SelectMany(e => e.Tags))} {Text(activity.Baggage.Select(b => KeyValuePair.Create(b.Key, (object?)b.Value)))}"),
        };
        ActivitySource.AddActivityListener(_traces);
        _meters.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Keep(instrument, tags));
        _meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Keep(instrument, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Keep(instrument, tags));
        _meters.Start();
    }

    public string Spans => string.Join('\n', _spans);

    /// <summary>Every name with every combination of tags; the numbers themselves say nothing of a patron.</summary>
    public string Figures => string.Join('\n', _figures.Keys);

    public void Dispose()
    {
        _traces.Dispose();
        _meters.Dispose();
    }

    private void Keep(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) => _figures[$"{instrument.Name} {Text(tags.ToArray())}"] = true;

    private static string Text(IEnumerable<KeyValuePair<string, object?>> tags) => string.Join(' ', tags.Select(t => $"{t.Key}={t.Value}"));
}
