using Microsoft.Extensions.Logging;

namespace DigitalAccess.Ils;

/// <summary>What an operator should look at although logins are being answered.</summary>
internal enum IlsSignal
{
    /// <summary>Most cards are unknown: perhaps the institution id is wrong, or the form of card numbers.</summary>
    ManyUnknownCards,

    /// <summary>Answers that do not say whether the PIN is right.</summary>
    PinNotVerified,

    /// <summary>Status signs that the protocol does not know.</summary>
    UnknownStatusSigns,

    /// <summary>The ILS's clock is more than ten minutes from ours; cards would expire on the wrong day.</summary>
    ClockSkew,
}

/// <summary>
/// Watches what one connection answers. Each sign is counted; the log has one line for it in ten minutes, for a fault of the
/// set-up shows in every login.
/// </summary>
internal sealed class IlsSignals(string connection, TimeProvider clock, ILogger logger)
{
    private const int Enough = 20;
    private const double MostUnknown = 0.6;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(10);
    private readonly Lock _lock = new();
    private readonly Queue<(long At, bool Unknown)> _cards = new();
    private readonly Dictionary<IlsSignal, long> _logged = [];
    private int _unknown;

    public void Answered(PatronVerification outcome)
    {
        if (outcome is PatronVerification.Indeterminate)
            Raise(IlsSignal.PinNotVerified);
        if (outcome is PatronVerification.Authenticated or PatronVerification.Expired or PatronVerification.Blocked
            or PatronVerification.InvalidCredentials { Internal: not InvalidReason.RefusedLocally }
            && AreMostUnknown(outcome is PatronVerification.InvalidCredentials { Internal: InvalidReason.UnknownPatron }))
            Raise(IlsSignal.ManyUnknownCards);
    }

    public void ClockIsOffBy(TimeSpan? skew)
    {
        if (skew?.Duration() > LargestSkew)
            Raise(IlsSignal.ClockSkew);
    }

    public void Raise(IlsSignal signal)
    {
        IlsTelemetry.Signal(connection, signal.ToString());
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            if (_logged.TryGetValue(signal, out var last) && clock.GetElapsedTime(last, now) < Window)
                return;
            _logged[signal] = now;
        }

        logger.SignalRaised(connection, signal);
    }

    private bool AreMostUnknown(bool unknown)
    {
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            _cards.Enqueue((now, unknown));
            _unknown += unknown ? 1 : 0;
            while (clock.GetElapsedTime(_cards.Peek().At, now) > Window)
                _unknown -= _cards.Dequeue().Unknown ? 1 : 0;
            return _cards.Count >= Enough && _unknown > _cards.Count * MostUnknown;
        }
    }
}
