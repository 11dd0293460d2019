using System.Collections.Concurrent;
using System.Text.Json;
using DigitalAccess.Ils;
using DigitalAccess.Ils.Sip2;
using DigitalAccess.Web.Data;
using Microsoft.AspNetCore.DataProtection;

namespace DigitalAccess.Web.Libraries;

/// <summary>
/// Keeps one verifier, with its connection pool and breaker, per library for as long as the library's settings stay as
/// they are. A changed setting takes effect at the next login.
/// </summary>
internal sealed class PatronVerifiers(IDataProtectionProvider protection, ILoggerFactory loggers, TimeProvider clock) : IAsyncDisposable
{
    public const string SecretPurpose = "DigitalAccess.IlsConnection";

    private readonly IDataProtector _protector = protection.CreateProtector(SecretPurpose);
    private readonly ConcurrentDictionary<Guid, Entry> _entries = new();

    /// <summary>The verifier for a library's connection as it is now.</summary>
    public IPatronVerifier For(IlsConnection connection, Library library)
    {
        var version = (connection.Kind, connection.Settings, connection.ProtectedSecret, connection.ProtectedTerminalSecret, library.TimeZone);
        if (_entries.TryGetValue(library.Id, out var entry) && entry.Version == version)
            return entry.Verifier;

        // Making one opens no connection; of two that are made at once, the second is simply dropped.
        var fresh = new Entry(version, Create(connection, library));
        var kept = _entries.AddOrUpdate(library.Id, fresh, (_, old) => old.Version == version ? old : fresh);
        if (kept == fresh && entry is not null)
            _ = RetireAsync(entry.Verifier);
        return kept.Verifier;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var entry in _entries.Values)
            await entry.Verifier.DisposeAsync();
    }

    /// <summary>Logins that are under way with the old settings finish first; the longest takes ten seconds.</summary>
    private async Task RetireAsync(IPatronVerifier verifier)
    {
        await Task.Delay(TimeSpan.FromSeconds(15), clock);
        await verifier.DisposeAsync();
    }

    private Sip2PatronVerifier Create(IlsConnection connection, Library library)
    {
        var (login, terminal) = (Unprotect(connection.ProtectedSecret), Unprotect(connection.ProtectedTerminalSecret));
        return connection.Kind switch
        {
            "sip2" => new Sip2PatronVerifier(
                Sip2(connection) with { TimeZone = library.TimeZone, TerminalPassword = terminal ?? "" },
                login, clock, loggers.CreateLogger<Sip2PatronVerifier>()),
            _ => throw new NotSupportedException($"Library {library.Slug}: no adapter is called '{connection.Kind}'."),
        };
    }

    private static Sip2Settings Sip2(IlsConnection connection) => JsonSerializer.Deserialize<Sip2Settings>(connection.Settings, JsonColumn.Options)!;

    private string? Unprotect(string? kept) => kept is null ? null : _protector.Unprotect(kept);

    private sealed record Entry((string, string, string?, string?, string) Version, IPatronVerifier Verifier);
}
