namespace DigitalAccess.Ils.Sip2;

/// <summary>How asking the pool for a connection ended.</summary>
internal abstract record Sip2Rental
{
    private Sip2Rental() { }

    /// <summary>A connection, to be given back by disposing the lease.</summary>
    public sealed record Leased(Sip2Lease Lease) : Sip2Rental;

    /// <summary>None; nothing about a patron was sent.</summary>
    public sealed record Refused(PatronVerification Outcome) : Sip2Rental;
}

/// <summary>Owns a connection for one verification. Disposing it closes the connection, unless it was released as sound.</summary>
internal sealed class Sip2Lease(Sip2Pool pool, Sip2Connection connection, Sip2Message? acsStatus) : IAsyncDisposable
{
    private bool _sound;

    public Sip2Connection Connection { get; } = connection;

    /// <summary>The status that a fresh connection told, where it was asked.</summary>
    public Sip2Message? AcsStatus { get; } = acsStatus;

    /// <summary>Called only after a complete, matching answer.</summary>
    public void Release() => _sound = true;

    public ValueTask DisposeAsync() => pool.ReturnAsync(Connection, _sound);
}
