namespace DigitalAccess.Web.PatronLogin;

/// <summary>
/// Failed logins of one card, one known device for a card, or one address, reserved before the ILS is asked.
/// The key is a keyed hash: the table says nothing about cards to one who reads it.
/// </summary>
internal sealed class LoginThrottleCounter
{
    public required byte[] Key { get; init; }

    /// <summary>The card's own key, on the counter of a device that knows the card: so the library can open it with the card.</summary>
    public byte[]? CardKey { get; set; }

    public required int WindowFailures { get; set; }
    public required DateTimeOffset WindowStartedAt { get; set; }
    public required int DayFailures { get; set; }
    public required DateTimeOffset DayStartedAt { get; set; }

    /// <summary>Failures since the last success (NIST SP 800-63B, 5.2.2: at most 100).</summary>
    public required int Streak { get; set; }

    /// <summary>No try reaches the ILS before this.</summary>
    public DateTimeOffset? ClosedUntil { get; set; }
    public required DateTimeOffset UpdatedAt { get; set; }
}
