namespace DigitalAccess.LocalPostgres;

public sealed record PostgresClusterOptions
{
    /// <summary>
    /// Where the cluster lives; created when missing. May be left out for an ephemeral cluster, which then gets a folder
    /// of its own among the temporary files.
    /// </summary>
    public string? Folder { get; init; }

    public Durability Durability { get; init; } = Durability.Durable;

    /// <summary>The folder is removed when the cluster is disposed of, or when this process dies.</summary>
    public bool Ephemeral { get; init; }

    public int MaxConnections { get; init; } = 100;

    /// <summary>Server settings (postgresql.conf names) that win over those chosen here.</summary>
    public IReadOnlyDictionary<string, string> ExtraSettings { get; init; } = new Dictionary<string, string>();

    /// <summary>How long a start may take, crash recovery included.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Told, in one line each, what a person should know: another folder than asked for, a recovered crash.</summary>
    public Action<string>? Say { get; init; }
}
