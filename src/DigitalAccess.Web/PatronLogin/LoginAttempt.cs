using System.Net;
using DigitalAccess.Web.Libraries;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>One try of a card at a library, before anybody is asked.</summary>
/// <param name="CardKey">The card's name in the throttle's tables.</param>
/// <param name="IlsLock">The ILS's own lock, where it is known.</param>
/// <param name="Address">Where the try comes from.</param>
/// <param name="OnPremises">Whether that is the library's own network.</param>
/// <param name="KnownDevice">The browser's id when it has opened this card before.</param>
internal sealed record LoginAttempt(byte[] CardKey, IlsLock? IlsLock, IPAddress Address, bool OnPremises, string? KnownDevice);

internal abstract record ThrottleVerdict
{
    private ThrottleVerdict() { }

    public sealed record Open(Reservation Reservation) : ThrottleVerdict;
    public sealed record Closed(TimeSpan Wait) : ThrottleVerdict;
}

/// <summary>A try that already counts as failed; what the ILS answers decides whether it stays so.</summary>
internal sealed class Reservation(LoginThrottle throttle, IReadOnlyList<string> keys, byte[] addressKey, int triesLeft)
{
    public IReadOnlyList<string> Keys { get; } = keys;
    public byte[] AddressKey { get; } = addressKey;

    /// <summary>How many more failures the window bears.</summary>
    public int TriesLeft { get; } = triesLeft;

    public Task SucceedAsync(CancellationToken ct) => throttle.SucceedAsync(this, ct);

    /// <summary>The ILS gave no decision, so no try was used.</summary>
    public Task ReleaseAsync(CancellationToken ct) => throttle.ReleaseAsync(Keys, ct);
}
