using System.Collections.Immutable;

namespace DigitalAccess.Ils;

/// <summary>The answer to one verification; closed, so that every caller names every case.</summary>
public abstract record PatronVerification
{
    private PatronVerification() { }

    /// <summary>Card and PIN belong together and nothing stands in the way.</summary>
    /// <param name="Patron">What the ILS says of the patron.</param>
    public sealed record Authenticated(PatronFacts Patron) : PatronVerification;

    /// <summary>Card and PIN belong together; the card is past its expiry date.</summary>
    /// <param name="Patron">What the ILS says of the patron.</param>
    /// <param name="On">The last day the card was valid, in the library's time zone, when the ILS tells it.</param>
    public sealed record Expired(PatronFacts Patron, DateOnly? On) : PatronVerification;

    /// <summary>Card and PIN belong together; the ILS reports blocks. Which of them stop e-resources is the library's setting.</summary>
    /// <param name="Patron">What the ILS says of the patron.</param>
    /// <param name="Reasons">The blocks, most specific first.</param>
    public sealed record Blocked(PatronFacts Patron, ImmutableArray<BlockReason> Reasons) : PatronVerification;

    /// <summary>Unknown card, wrong PIN or input refused here: one text for the patron, told apart only inside.</summary>
    /// <param name="Internal">Which of them; never for the patron.</param>
    public sealed record InvalidCredentials(InvalidReason Internal) : PatronVerification;

    /// <summary>The ILS itself says that the card has had too many wrong tries.</summary>
    /// <param name="RetryAfter">When to try again, if the ILS tells it.</param>
    public sealed record TooManyAttempts(TimeSpan? RetryAfter) : PatronVerification;

    /// <summary>The ILS could not be asked, or did not answer in time.</summary>
    /// <param name="Kind">How it failed.</param>
    public sealed record IlsUnavailable(OutageKind Kind) : PatronVerification;

    /// <summary>The ILS answers but does not accept this broker: an administrator must act.</summary>
    /// <param name="Fault">What to mend.</param>
    public sealed record Misconfigured(ConfigFault Fault) : PatronVerification;

    /// <summary>The ILS sent what cannot be understood or trusted.</summary>
    /// <param name="Fault">What was wrong.</param>
    public sealed record ProtocolError(ProtocolFault Fault) : PatronVerification;

    /// <summary>The ILS answered without saying whether the PIN is right: never a success.</summary>
    /// <param name="Reason">What was left open.</param>
    public sealed record Indeterminate(IndeterminateReason Reason) : PatronVerification;
}

/// <summary>What the ILS says stands against the patron.</summary>
public enum BlockReason
{
    /// <summary>The card is reported lost or stolen.</summary>
    CardLost,

    /// <summary>The patron is barred.</summary>
    Debarred,

    /// <summary>Borrowing is denied, and the ILS gives no closer reason.</summary>
    NoBorrowingPrivileges,

    /// <summary>Fines are above the library's limit.</summary>
    ExcessiveFines,

    /// <summary>Fees are above the library's limit.</summary>
    ExcessiveFees,

    /// <summary>As many items on loan as the library allows.</summary>
    TooManyItemsCharged,

    /// <summary>Too many loans are overdue.</summary>
    TooManyOverdue,

    /// <summary>Too many items were lost.</summary>
    TooManyItemsLost,

    /// <summary>Too many items were billed.</summary>
    TooManyItemsBilled,

    /// <summary>An item asked back was not returned in time.</summary>
    RecallOverdue,

    /// <summary>The address on file is wrong.</summary>
    IncorrectAddress,

    /// <summary>The patron owes more than the library's debt rule allows.</summary>
    Debt,

    /// <summary>A reason that this version does not know.</summary>
    Other,
}

/// <summary>Why credentials were invalid; for health figures, never shown to anyone who tries cards.</summary>
public enum InvalidReason
{
    /// <summary>The ILS does not know the card.</summary>
    UnknownPatron,

    /// <summary>The ILS knows the card, and the PIN is wrong.</summary>
    WrongPin,

    /// <summary>The input cannot be sent to this ILS; nothing was sent.</summary>
    RefusedLocally,
}

/// <summary>How the ILS failed to answer.</summary>
public enum OutageKind
{
    /// <summary>No connection came about.</summary>
    ConnectFailed,

    /// <summary>TLS could not be agreed, or the certificate is not trusted.</summary>
    Tls,

    /// <summary>No complete answer before the deadline.</summary>
    Timeout,

    /// <summary>The ILS closed the connection instead of answering.</summary>
    ClosedEarly,

    /// <summary>The ILS says that it is off-line.</summary>
    OfflineStatus,

    /// <summary>The ILS says that it cannot process the request.</summary>
    ServerError,

    /// <summary>Not asked, because the ILS failed too often just now.</summary>
    CircuitOpen,

    /// <summary>Not asked, because too many verifications were already waiting.</summary>
    PoolExhausted,
}

/// <summary>What an administrator must mend.</summary>
public enum ConfigFault
{
    /// <summary>The ILS refuses the broker's own account.</summary>
    LoginRefused,

    /// <summary>The ILS's certificate is for another name.</summary>
    TlsName,

    /// <summary>A certificate or key file of ours is missing or cannot be read.</summary>
    CertificateFile,

    /// <summary>Something answers at the port, but it does not speak this protocol.</summary>
    WrongPort,

    /// <summary>The ILS refuses the broker's API client.</summary>
    ApiClientRejected,

    /// <summary>The broker's account lacks a permission.</summary>
    MissingPermission,

    /// <summary>The ILS's interface is of another version than configured.</summary>
    SchemaMismatch,
}

/// <summary>What was wrong with the ILS's message.</summary>
public enum ProtocolFault
{
    /// <summary>The fixed part is shorter than the protocol says.</summary>
    Truncated,

    /// <summary>A yes/no field holds something else.</summary>
    MalformedSingleCharField,

    /// <summary>A field that decides appears twice with different values.</summary>
    ContradictoryFields,

    /// <summary>The checksum is missing or does not add up.</summary>
    WrongChecksum,

    /// <summary>The sequence number is missing.</summary>
    WrongSequence,

    /// <summary>An answer to another kind of request.</summary>
    WrongCommand,

    /// <summary>An answer about another patron.</summary>
    WrongPatron,

    /// <summary>More bytes than any true answer has.</summary>
    TooLong,

    /// <summary>The message cannot be read at all.</summary>
    NotUnderstood,

    /// <summary>The answer does not say whether the card is known.</summary>
    MissingValidPatron,
}

/// <summary>Why an answer decided nothing.</summary>
public enum IndeterminateReason
{
    /// <summary>The ILS did not say whether the PIN is right.</summary>
    PinNotVerified,
}
