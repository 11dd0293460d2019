using DigitalAccess.Web.Libraries;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>
/// One signed-in browser. The cookie carries a random secret and the row only its hash, so that a copy of the
/// database opens no session. Deleted when the patron signs out.
/// </summary>
internal sealed class PatronSession
{
    /// <summary>SHA-256 of the cookie's secret.</summary>
    public required byte[] Id { get; init; }
    public required Guid PatronAccountId { get; init; }
    public required Guid LibraryId { get; init; }

    /// <summary>When card and PIN were verified: the <c>auth_time</c> of every token.</summary>
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset LastSeenAt { get; set; }

    /// <summary>The absolute end, whatever the patron does.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
    public required bool SharedComputer { get; init; }
    public required SessionFacts Facts { get; init; }

    /// <summary>Slug of the library where the patron lives. ILSs are not strict about the case of their codes, so neither are we.</summary>
    public string? ResidenceAt(Library library) => Facts.HomeLibrary is { } code
        ? library.AccessRules.ResidenceByHomeLibrary.FirstOrDefault(r => string.Equals(r.Key, code, StringComparison.OrdinalIgnoreCase)).Value
        : null;
}

/// <summary>What the ILS said at login and the entitlement decision needs; lives no longer than the session.</summary>
internal sealed class SessionFacts
{
    public int? BirthYear { get; init; }
    public string? Category { get; init; }
    public string? HomeLibrary { get; init; }

    /// <summary>Whether a PIN was verified; some libraries ask for the card alone.</summary>
    public bool GavePin { get; init; }
}
