namespace DigitalAccess.Web.Libraries;

/// <summary>How one library's ILS is reached.</summary>
internal sealed class IlsConnection
{
    public required Guid LibraryId { get; init; }
    public Library? Library { get; init; }

    /// <summary>Which adapter: <c>sip2</c>.</summary>
    public required string Kind { get; set; }

    /// <summary>The adapter's own settings, without secrets, as JSON.</summary>
    public required string Settings { get; set; }

    /// <summary>The broker's password at the ILS, under Data Protection; written, never shown.</summary>
    public string? ProtectedSecret { get; set; }
}
