using DigitalAccess.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Staff;

/// <summary>"Why was I stopped?": what the short code of a refused patron stands for, without saying who it was.</summary>
internal sealed class ReceiptLookup(DigitalAccessDb db)
{
    private const int Length = 6;

    /// <returns>The launches with that code at libraries the member sees, newest first: codes are short and may come again.</returns>
    public async Task<IReadOnlyList<Receipt>> FindAsync(StaffIdentity staff, string? typed, CancellationToken ct)
    {
        if (Clean(typed) is not { } code)
            return [];
        var found = await (from launch in db.UsageEvents.AsNoTracking()
                           join library in db.Libraries.VisibleTo(staff) on launch.LibraryId equals library.Id
                           join resource in db.Resources on launch.ResourceId equals resource.Id into resources
                           from resource in resources.DefaultIfEmpty()
                           where launch.Receipt == code && launch.Refusal != null
                           orderby launch.At descending
                           select new { launch.At, Reason = launch.Refusal!, Library = library.Name, library.TimeZone, resource.Name }).Take(5).ToListAsync(ct);
        return [.. found.Select(f => new Receipt(
            TimeZoneInfo.ConvertTime(f.At, TimeZoneInfo.FindSystemTimeZoneById(f.TimeZone)), f.Name?.Current ?? "–", f.Reason, f.Library))];
    }

    /// <summary>Codes are read aloud and typed with blanks, dashes and small letters.</summary>
    internal static string? Clean(string? typed)
    {
        if (typed is not { Length: >= Length and <= 40 })
            return null;
        var code = string.Concat(typed.Where(c => !char.IsWhiteSpace(c) && c != '-')).ToUpperInvariant();
        return code.Length == Length && code.All(char.IsAsciiLetterOrDigit) ? code : null;
    }
}

/// <param name="At">When, by the library's clock.</param>
/// <param name="Resource">What was to be opened.</param>
/// <param name="Reason">The slug of a <see cref="Entitlement.RefusalReason"/>.</param>
/// <param name="Library">The patron's library.</param>
internal sealed record Receipt(DateTimeOffset At, string Resource, string Reason, string Library);
