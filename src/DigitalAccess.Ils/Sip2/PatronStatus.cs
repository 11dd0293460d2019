namespace DigitalAccess.Ils.Sip2;

/// <summary>The 14 status positions of 24 and 64 (SIP2 2.12, "patron status"), bit n for position n.</summary>
[Flags]
internal enum PatronFlags
{
    None = 0,
    ChargePrivilegesDenied = 1 << 0,
    RenewalPrivilegesDenied = 1 << 1,
    RecallPrivilegesDenied = 1 << 2,
    HoldPrivilegesDenied = 1 << 3,
    CardReportedLost = 1 << 4,
    TooManyItemsCharged = 1 << 5,
    TooManyItemsOverdue = 1 << 6,
    TooManyRenewals = 1 << 7,
    TooManyClaimsOfItemsReturned = 1 << 8,
    TooManyItemsLost = 1 << 9,
    ExcessiveOutstandingFines = 1 << 10,
    ExcessiveOutstandingFees = 1 << 11,
    RecallOverdue = 1 << 12,
    TooManyItemsBilled = 1 << 13,
}

internal static class PatronStatus
{
    public const int Length = 14;

    /// <summary>Whether a position holds something other than Y and blank, which the protocol does not know.</summary>
    public static bool HasUnknownSigns(ReadOnlySpan<char> status) => status.ContainsAnyExcept('Y', ' ');

    /// <summary>Any sign but a blank counts as set: what an ILS means by another letter is never "all is well".</summary>
    public static PatronFlags Read(ReadOnlySpan<char> status)
    {
        var flags = PatronFlags.None;
        for (var i = 0; i < Length; i++)
            flags |= status[i] == ' ' ? PatronFlags.None : (PatronFlags)(1 << i);
        return flags;
    }
}
