namespace DigitalAccess.Web.Staff;

/// <summary>What a staff member did, or somebody tried in a member's name. Says nothing about patrons.</summary>
internal sealed class AuditEntry
{
    public long Id { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Null when nobody is known by the e-mail that was typed, or when the operator acted from the command line.</summary>
    public Guid? StaffMemberId { get; init; }
    public required AuditAction Action { get; init; }
    public Guid? LibraryId { get; init; }

    /// <summary>The month of an export, the step that failed, the vendor whose metadata was fetched: never a name, a card number or what somebody typed.</summary>
    public string? Detail { get; init; }
}

internal enum AuditAction
{
    SignedIn,
    SignInFailed,
    SignedOut,
    Enrolled,
    PasswordSet,
    CodeReset,
    UsageExported,
    ThrottleReset,
    MetadataFetched,
}
