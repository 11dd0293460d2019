using System.Text.Json;

namespace DigitalAccess.Web.Libraries;

/// <summary>How one library's ILS is reached.</summary>
internal sealed class IlsConnection
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public required Guid LibraryId { get; init; }
    public Library? Library { get; init; }

    /// <summary>Which adapter: <c>sip2</c>.</summary>
    public required string Kind { get; set; }

    /// <summary>The adapter's own settings, without secrets, as JSON.</summary>
    public required string Settings { get; set; }

    /// <summary>The broker's password at the ILS, under Data Protection; written, never shown.</summary>
    public string? ProtectedSecret { get; set; }

    /// <summary>The terminal password (SIP2: AC), likewise; few libraries have one.</summary>
    public string? ProtectedTerminalSecret { get; set; }

    /// <summary>
    /// The system itself, whichever library's connection leads there. Neighbours may share one, and what it counts of a card
    /// it counts once.
    /// </summary>
    public string System()
    {
        var at = JsonSerializer.Deserialize<Address>(Settings, Web)!;
        return $"{Kind}://{at.Host.ToLowerInvariant()}:{at.Port}";
    }

    private sealed record Address(string Host, int Port);
}
