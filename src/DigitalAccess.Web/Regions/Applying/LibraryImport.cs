using System.Text.Json;
using System.Text.Json.Nodes;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Regions.Entries;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Regions.Applying;

internal sealed class LibraryImport(DigitalAccessDb db, IDataProtectionProvider protection, TimeProvider clock)
{
    private const string Kind = "library";

    private readonly ProtectedSecrets _secrets = new(protection, PatronVerifiers.SecretPurpose);

    /// <returns>All libraries by slug, those of other times included.</returns>
    public async Task<Dictionary<string, Library>> ApplyAsync(IReadOnlyList<LibraryEntry> entries, Difference difference, CancellationToken ct)
    {
        var known = await db.Libraries.ToDictionaryAsync(l => l.Slug, StringComparer.Ordinal, ct);
        var connections = await db.IlsConnections.ToDictionaryAsync(c => c.LibraryId, ct);
        foreach (var gone in known.Values.Where(l => l.Active).ExceptBy(entries.Select(e => e.Library.Slug), l => l.Slug))
        {
            // No session of its patrons opens anything from here on; the worker ends them, and tells the vendors.
            gone.Active = false;
            difference.Removed(Kind, gone.Slug, "becomes inactive; its patrons are signed out and can no longer sign in");
        }

        foreach (var entry in entries)
        {
            if (known.TryGetValue(entry.Library.Slug, out var library))
                Change(library, connections.GetValueOrDefault(library.Id), entry, difference);
            else
                known[entry.Library.Slug] = Add(entry, difference);
        }

        return known;
    }

    private Library Add(LibraryEntry entry, Difference difference)
    {
        // No vendor knows it yet, so none has to be told first.
        if (entry.Library.IdentityProvider.OwnCertificate)
            entry.Library.Certificates = CertificateOwnership.FromTheBeginning(clock.GetUtcNow());
        db.Libraries.Add(entry.Library);
        if (entry.Ils is { } ils)
            db.IlsConnections.Add(Connection(entry.Library.Id, ils));
        difference.Added(Kind, entry.Library.Slug);
        return entry.Library;
    }

    private void Change(Library library, IlsConnection? connection, LibraryEntry entry, Difference difference)
    {
        var secretChanged = connection is not null && entry.Ils is not null
            && !(_secrets.Holds(connection.ProtectedSecret, entry.Ils.Secret) && _secrets.Holds(connection.ProtectedTerminalSecret, entry.Ils.TerminalSecret));
        var before = Picture(library, connection?.Kind, connection?.Settings);
        var after = Picture(entry.Library, entry.Ils?.Kind, Settings(entry.Ils));
        if (!difference.Changed(Kind, library.Slug, before, after, secretChanged ? ["secret changed"] : []))
            return;

        var now = entry.Library;
        (library.Name, library.Municipality, library.Sigel, library.Active) = (now.Name, now.Municipality, now.Sigel, true);
        (library.TimeZone, library.Accent, library.Premises, library.Scope) = (now.TimeZone, now.Accent, now.Premises, now.Scope);
        (library.LoginForm, library.Contact, library.AccessRules, library.IdentityProvider) = (now.LoginForm, now.Contact, now.AccessRules, now.IdentityProvider);

        if (entry.Ils is not { } ils)
        {
            if (connection is not null)
                db.IlsConnections.Remove(connection);
        }
        else if (connection is null)
        {
            db.IlsConnections.Add(Connection(library.Id, ils));
        }
        else
        {
            (connection.Kind, connection.Settings) = (ils.Kind, Settings(ils)!);
            if (secretChanged)
                (connection.ProtectedSecret, connection.ProtectedTerminalSecret) = (_secrets.Protect(ils.Secret), _secrets.Protect(ils.TerminalSecret));
        }
    }

    private IlsConnection Connection(Guid libraryId, IlsEntry ils) => new()
    {
        LibraryId = libraryId, Kind = ils.Kind, Settings = Settings(ils)!, ProtectedSecret = _secrets.Protect(ils.Secret), ProtectedTerminalSecret = _secrets.Protect(ils.TerminalSecret),
    };

    private static string? Settings(IlsEntry? ils) => ils is null ? null : JsonSerializer.Serialize(ils.Settings, JsonColumn.Options);

    private static object Picture(Library library, string? kind, string? settings) => new
    {
        library.Name,
        library.Municipality,
        library.Sigel,
        library.TimeZone,
        library.Accent,
        library.Active,
        library.Contact,
        library.LoginForm,
        library.AccessRules,
        library.Premises,
        library.Scope,
        library.IdentityProvider,
        Ils = kind is null ? null : new { Kind = kind, Settings = JsonNode.Parse(settings!) },
    };
}
