namespace DigitalAccess.Ils;

/// <summary>
/// Asks one library's ILS whether a card and a PIN belong together, and what it says of the patron.
/// One instance serves one ILS connection; it is safe for concurrent use.
/// </summary>
public interface IPatronVerifier : IAsyncDisposable
{
    /// <summary>
    /// Verifies a card and a PIN. Every outcome, faults of the ILS included, is an answer; only cancellation throws.
    /// The ILS takes the PIN at most once, so that one call can never cost the patron two of the ILS's own tries: a request
    /// is repeated, once, only where the ILS itself says that it could not read it.
    /// </summary>
    Task<PatronVerification> VerifyAsync(PatronCredentials credentials, CancellationToken cancellationToken);

    /// <summary>Finds out whether the ILS answers and accepts us, without any patron's data.</summary>
    Task<ConnectionHealth> CheckAsync(CancellationToken cancellationToken);
}
