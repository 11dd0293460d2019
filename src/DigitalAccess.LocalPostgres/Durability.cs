namespace DigitalAccess.LocalPostgres;

public enum Durability
{
    /// <summary>PostgreSQL's own defaults: a commit survives a power cut.</summary>
    Durable,

    /// <summary>
    /// For tests: nothing is flushed, commits return early. Clean restarts keep everything; an immediate stop may lose
    /// the last moments, and a power cut may lose the cluster.
    /// </summary>
    FastAndForgetful,
}
