using System.Collections.Concurrent;

namespace DigitalAccess.Simulators.Sip2;

/// <summary>Counts what reached the simulator, and the wrong PINs that lock a card.</summary>
internal sealed class SipLogbook
{
    private readonly ConcurrentDictionary<string, int> _tries = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.OrdinalIgnoreCase);

    public int Connections;
    public int Open;
    public int Logins;
    public int PatronRequests;

    public int TriesOf(string card) => _tries.GetValueOrDefault(card);

    public void Tried(string card)
    {
        Interlocked.Increment(ref PatronRequests);
        _tries.AddOrUpdate(card, 1, static (_, count) => count + 1);
    }

    /// <summary>Whether the PIN is right and the card not locked.</summary>
    public bool Accepts(SimulatedPatron patron, string pin, int lockAfter)
    {
        if (_failures.GetValueOrDefault(patron.Card) >= lockAfter)
            return false;
        var right = patron.Pin == pin;
        _failures.AddOrUpdate(patron.Card, right ? 0 : 1, (_, count) => right ? 0 : count + 1);
        return right;
    }

    public void Unlock(string card) => _failures.TryRemove(card, out _);
}
