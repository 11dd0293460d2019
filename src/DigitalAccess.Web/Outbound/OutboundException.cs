namespace DigitalAccess.Web.Outbound;

/// <summary>Why a call to somebody else's address gave no answer.</summary>
internal enum OutboundFault
{
    /// <summary>The rules forbid it. It will fail again.</summary>
    Refused,

    /// <summary>No name, no connection, no trusted certificate.</summary>
    NotReached,

    TooSlow,

    TooLong,

    /// <summary>What came is no answer.</summary>
    Garbled,
}

/// <summary>
/// A call to somebody else's address failed. The message is the end of a sentence that may be shown to that somebody: it
/// says what is wrong, and nothing of what was found inside or of what came back.
/// </summary>
internal sealed class OutboundException(OutboundFault fault, string message, Exception? inner = null) : HttpRequestException(message, inner)
{
    public OutboundFault Fault { get; } = fault;
}
