namespace DigitalAccess.LocalPostgres;

/// <summary>The cluster cannot be had; the message says why and what to do, and is meant to be shown as it is.</summary>
public sealed class LocalPostgresException(string message, Exception? inner = null) : Exception(message, inner);
