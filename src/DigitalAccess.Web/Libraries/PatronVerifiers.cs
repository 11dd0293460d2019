using System.Collections.Concurrent;
using System.Text.Json;
using DigitalAccess.Ils;
using DigitalAccess.Ils.Sip2;
using DigitalAccess.Web.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

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

    /// <returns>The library's verifier, or null when no ILS connection has been set up.</returns>
    public async Task<IPatronVerifier?> ForAsync(DigitalAccessDb db, Library library, CancellationToken ct)
    {
        var connection = await db.IlsConnections.AsNoTracking().SingleOrDefaultAsync(c => c.LibraryId == library.Id, ct);
        if (connection is null)
            return null;

        var version = (connection.Kind, connection.Settings, connection.ProtectedSecret, library.TimeZone);
        if (_entries.TryGetValue(library.Id, out var entry) && entry.Version == version)
            return entry.Verifier.Value;

        var fresh = new Entry(version, new Lazy<IPatronVerifier>(() => Create(connection, library)));
        var kept = _entries.AddOrUpdate(library.Id, fresh, (_, old) => old.Version == version ? old : fresh);
        if (entry is not null && kept == fresh && entry.Verifier.IsValueCreated)
            await entry.Verifier.Value.DisposeAsync();
        return kept.Verifier.Value;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var entry in _entries.Values.Where(e => e.Verifier.IsValueCreated))
            await entry.Verifier.Value.DisposeAsync();
    }

    private Sip2PatronVerifier Create(IlsConnection connection, Library library)
    {
        var secret = connection.ProtectedSecret is { } text ? _protector.Unprotect(text) : null;
        return connection.Kind switch
        {
            "sip2" => new Sip2PatronVerifier(
                JsonSerializer.Deserialize<Sip2Settings>(connection.Settings, JsonColumn.Options)! with { TimeZone = library.TimeZone },
                secret, clock, loggers.CreateLogger<Sip2PatronVerifier>()),
            _ => throw new NotSupportedException($"Library {library.Slug}: no adapter is called '{connection.Kind}'."),
        };
    }

    private sealed record Entry((string, string, string?, string) Version, Lazy<IPatronVerifier> Verifier);
}
