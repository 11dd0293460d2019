namespace DigitalAccess.Web.Libraries;

/// <summary>What the last check found of one library's ILS: written by the worker, read by every node.</summary>
internal sealed class IlsHealth
{
    /// <summary>A result older than this says nothing: no worker has been checking.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    public required Guid LibraryId { get; init; }
    public IlsState State { get; set; }

    /// <summary>When the state became what it is.</summary>
    public DateTimeOffset Since { get; set; }
    public DateTimeOffset? CheckedAt { get; set; }
    public DateTimeOffset NextCheckAt { get; set; }

    /// <summary>How it failed last: the name of an outage or of a fault of the set-up. Kept when it answers again.</summary>
    public string? LastError { get; set; }
}

internal enum IlsState
{
    /// <summary>Not checked yet.</summary>
    Unknown,

    /// <summary>It answers and accepts us.</summary>
    Answers,

    /// <summary>It does not answer.</summary>
    Silent,

    /// <summary>It answers, and an administrator must mend something.</summary>
    Misconfigured,
}
