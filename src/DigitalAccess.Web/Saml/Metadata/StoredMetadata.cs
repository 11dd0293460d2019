namespace DigitalAccess.Web.Saml.Metadata;

/// <summary>What is kept of a service provider's metadata, and how the last attempt to bring it up to date went.</summary>
internal sealed class StoredMetadata
{
    public required Guid ServiceProviderId { get; init; }

    /// <summary>The last good one, of this entity alone; null while there was none.</summary>
    public string? Xml { get; set; }

    /// <summary>When the last good one came.</summary>
    public DateTimeOffset? FetchedAt { get; set; }

    /// <summary>Until when it may be used; whoever uses it asks.</summary>
    public DateTimeOffset? ValidUntil { get; set; }

    /// <summary>What the server called that document, to be asked for another one only (RFC 9110, 8.8.3).</summary>
    public string? ETag { get; set; }

    /// <summary>What was agreed when it was judged; under other terms it is asked for anew.</summary>
    public string Terms { get; set; } = "";

    /// <summary>Whose signature it was accepted with, see <see cref="WantedMetadata.TrustOf"/>. Under another trust it serves nobody.</summary>
    public string Trust { get; set; } = "";

    public DateTimeOffset CheckedAt { get; set; }

    public DateTimeOffset DueAt { get; set; }

    /// <summary>What the last change was, in sentences.</summary>
    public string[] Changes { get; set; } = [];

    public DateTimeOffset? ChangedAt { get; set; }

    /// <summary>Why the last attempt failed, as a sentence; null when it went well. The last good one serves on.</summary>
    public string? Fault { get; set; }

    public DateTimeOffset? FaultSince { get; set; }
}
