using DigitalAccess.Web.Data;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Regions.Entries;
using DigitalAccess.Web.Staff;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Regions.Applying;

/// <summary>Who works with the service. Passwords and one-time codes are each member's own and are not touched here.</summary>
internal sealed class StaffImport(DigitalAccessDb db)
{
    private const string Kind = "staff";

    public async Task ApplyAsync(IReadOnlyList<StaffEntry> entries, Dictionary<string, Library> libraries, Difference difference, CancellationToken ct)
    {
        var known = await db.Users.ToDictionaryAsync(s => s.NormalizedEmail ?? "", StringComparer.Ordinal, ct);
        var libraryNames = libraries.Values.ToDictionary(l => l.Id, l => l.Slug);
        foreach (var gone in known.Values.Where(s => s.Active).ExceptBy(entries.Select(e => e.Member.NormalizedEmail), s => s.NormalizedEmail))
        {
            gone.Active = false;
            EndSessions(gone);
            difference.Removed(Kind, gone.Email!, "becomes inactive and is signed out");
        }

        foreach (var (_, now, library) in entries)
        {
            now.LibraryId = library is null ? null : libraries[library.Value].Id;
            if (!known.TryGetValue(now.NormalizedEmail!, out var member))
            {
                now.Id = Guid.CreateVersion7();
                EndSessions(now);
                db.Users.Add(now);
                difference.Added(Kind, now.Email!);
            }
            else if (difference.Changed(Kind, now.Email!, Picture(member, libraryNames), Picture(now, libraryNames)))
            {
                (member.DisplayName, member.Role, member.LibraryId, member.Active) = (now.DisplayName, now.Role, now.LibraryId, true);
                (member.Email, member.UserName) = (now.Email, now.UserName);
                EndSessions(member);
            }
        }
    }

    /// <summary>A session keeps the rights it began with for as long as it keeps its stamp.</summary>
    private static void EndSessions(StaffMember member) => member.SecurityStamp = Guid.NewGuid().ToString("N");

    private static object Picture(StaffMember member, Dictionary<Guid, string> libraries) => new
    {
        member.Email,
        member.DisplayName,
        member.Role,
        Library = member.LibraryId is { } id ? libraries[id] : null,
        member.Active,
    };
}
