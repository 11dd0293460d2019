using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DigitalAccess.Ils;

/// <summary>Traces and figures of all verifiers, under one name. Tags hold outcomes and connection names, never a wire value.</summary>
public static class IlsTelemetry
{
    /// <summary>The name of the <see cref="ActivitySource"/> and of the <see cref="Meter"/>.</summary>
    public const string Name = "DigitalAccess.Ils";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Verifications =
        Meter.CreateCounter<long>("digitalaccess.ils.verifications", "{verification}", "Verifications by outcome.");

    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("digitalaccess.ils.verification.duration", "s", "Duration of a verification.");

    private static readonly Counter<long> Signals =
        Meter.CreateCounter<long>("digitalaccess.ils.signals", "{signal}", "Signs that a connection is set up wrongly.");

    internal static ActivitySource Source { get; } = new(Name);

    internal static void Record(string protocol, string connection, PatronVerification outcome, TimeSpan took)
    {
        var tags = new TagList { { "protocol", protocol }, { "connection", connection }, { "outcome", OutcomeName(outcome) } };
        Verifications.Add(1, tags);
        Duration.Record(took.TotalSeconds, tags);
    }

    internal static void Signal(string connection, string signal) => Signals.Add(1, new TagList { { "connection", connection }, { "signal", signal } });

    internal static string OutcomeName(PatronVerification outcome) => outcome switch
    {
        PatronVerification.Authenticated => "Authenticated",
        PatronVerification.Expired => "Expired",
        PatronVerification.Blocked => "Blocked",
        PatronVerification.InvalidCredentials o => $"InvalidCredentials:{o.Internal}",
        PatronVerification.TooManyAttempts => "TooManyAttempts",
        PatronVerification.IlsUnavailable o => $"IlsUnavailable:{o.Kind}",
        PatronVerification.Misconfigured o => $"Misconfigured:{o.Fault}",
        PatronVerification.ProtocolError o => $"ProtocolError:{o.Fault}",
        PatronVerification.Indeterminate o => $"Indeterminate:{o.Reason}",
        _ => throw new UnreachableException(),
    };
}
