using System.Collections.Immutable;

namespace DigitalAccess.Ils;

/// <summary>The answer to one verification; closed, so that every caller names every case.</summary>
public abstract record PatronVerification
{
    private PatronVerification() { }

    /// <summary>Card and PIN belong together and nothing stands in the way.</summary>
    public sealed record Authenticated(PatronFacts Patron) : PatronVerification;

    /// <summary>Card and PIN belong together; the card is past its expiry date.</summary>
    /// <param name="Patron">What the ILS says of the patron.</param>
    /// <param name="On">The last day the card was valid, in the library's time zone, when the ILS tells it.</param>
    public sealed record Expired(PatronFacts Patron, DateOnly? On) : PatronVerification;

    /// <summary>Card and PIN belong together; the ILS reports blocks. Which of them stop e-resources is the library's setting.</summary>
    public sealed record Blocked(PatronFacts Patron, ImmutableArray<BlockReason> Reasons) : PatronVerification;

    /// <summary>Unknown card, wrong PIN or input refused here: one text for the patron, told apart only inside.</summary>
    public sealed record InvalidCredentials(InvalidReason Internal) : PatronVerification;

    /// <summary>The ILS itself says that the card has had too many wrong tries.</summary>
    public sealed record TooManyAttempts(TimeSpan? RetryAfter) : PatronVerification;

    /// <summary>The ILS could not be asked, or did not answer in time.</summary>
    public sealed record IlsUnavailable(OutageKind Kind) : PatronVerification;

    /// <summary>The ILS answers but does not accept this broker: an administrator must act.</summary>
    public sealed record Misconfigured(ConfigFault Fault) : PatronVerification;

    /// <summary>The ILS sent what cannot be understood or trusted.</summary>
    public sealed record ProtocolError(ProtocolFault Fault) : PatronVerification;

    /// <summary>The ILS answered without saying whether the PIN is right: never a success.</summary>
    public sealed record Indeterminate(IndeterminateReason Reason) : PatronVerification;
}

/// <summary>What the ILS says stands against the patron.</summary>
public enum BlockReason
{
    CardLost,
    Debarred,
    NoBorrowingPrivileges,
    ExcessiveFines,
    ExcessiveFees,
    TooManyItemsCharged,
    TooManyOverdue,
    TooManyItemsLost,
    TooManyItemsBilled,
    RecallOverdue,
    IncorrectAddress,
    Debt,
    Other,
}

/// <summary>Why credentials were invalid; for health figures, never shown to anyone who tries cards.</summary>
public enum InvalidReason { UnknownPatron, WrongPin, RefusedLocally }

/// <summary>How the ILS failed to answer.</summary>
public enum OutageKind { ConnectFailed, Tls, Timeout, ClosedEarly, OfflineStatus, ServerError, CircuitOpen, PoolExhausted }

/// <summary>What an administrator must mend.</summary>
public enum ConfigFault { LoginRefused, TlsName, WrongPort, ApiClientRejected, MissingPermission, SchemaMismatch }

/// <summary>What was wrong with the ILS's message.</summary>
public enum ProtocolFault
{
    Truncated,
    MalformedSingleCharField,
    ContradictoryFields,
    WrongChecksum,
    WrongSequence,
    WrongCommand,
    WrongPatron,
    TooLong,
    NotUnderstood,
}

/// <summary>Why an answer decided nothing.</summary>
public enum IndeterminateReason { PinNotVerified }
