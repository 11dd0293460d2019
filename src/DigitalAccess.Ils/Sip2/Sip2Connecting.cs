namespace DigitalAccess.Ils.Sip2;

/// <summary>How opening a connection ended.</summary>
internal abstract record Sip2Connecting
{
    private Sip2Connecting() { }

    /// <summary>Logged in and ready.</summary>
    public sealed record Ready(Sip2Connection Connection, Sip2Message? AcsStatus) : Sip2Connecting;

    /// <summary>No connection; nothing about a patron was sent.</summary>
    public sealed record Failed(PatronVerification Outcome) : Sip2Connecting;
}
