namespace DigitalAccess.Ils.Sip2;

/// <summary>How one request ended on the wire.</summary>
internal abstract record Sip2Exchange
{
    private Sip2Exchange() { }

    /// <summary>The matching answer came.</summary>
    public sealed record Answered(Sip2Message Message) : Sip2Exchange;

    /// <summary>No usable answer; the connection must be closed.</summary>
    public sealed record Failed(PatronVerification Outcome) : Sip2Exchange
    {
        public Failed(OutageKind kind) : this(new PatronVerification.IlsUnavailable(kind)) { }

        public Failed(ProtocolFault fault) : this(new PatronVerification.ProtocolError(fault)) { }
    }
}
