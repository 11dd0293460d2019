using DigitalAccess.Web.Data;
using DigitalAccess.Web.Regions.Entries;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Regions.Applying;

/// <summary>
/// Makes the database say what the files say: all of it in one transaction, or nothing. A dry run goes the same way, so
/// that it shows exactly what an import would do, and takes it back.
/// </summary>
internal sealed class RegionImporter(
    DigitalAccessDb db, LibraryImport libraries, VendorImport vendors, SignInImport signIn, CatalogueImport catalogue, StaffImport staff)
{
    /// <summary>Any number that no other part of the program locks.</summary>
    private const long Lock = 0x4441_5265_6769_6F6E;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    public async Task<IReadOnlyList<string>> ApplyAsync(RegionEntries region, bool dryRun, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await WaitForOthersAsync(ct);
        var difference = new Difference();
        var allLibraries = await libraries.ApplyAsync(region.Libraries, difference, ct);
        var allVendors = await vendors.ApplyAsync(region.Vendors, difference, ct);
        await db.SaveChangesAsync(ct);
        await signIn.ApplyAsync(region, allVendors, difference, ct);
        await db.SaveChangesAsync(ct);
        await catalogue.ApplyAsync(region, allVendors, allLibraries, difference, ct);
        await staff.ApplyAsync(region.Staff, allLibraries, difference, ct);
        await db.SaveChangesAsync(ct);
        await vendors.RemoveUnusedAsync(region.Vendors, difference, ct);
        await db.SaveChangesAsync(ct);
        if (dryRun)
            await transaction.RollbackAsync(ct);
        else
            await transaction.CommitAsync(ct);
        return difference.Lines;
    }

    /// <summary>Two imports at once would each see half of the other.</summary>
    private async Task WaitForOthersAsync(CancellationToken ct)
    {
        var usual = db.Database.GetCommandTimeout();
        db.Database.SetCommandTimeout(LongestWait);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Lock})", ct);
        db.Database.SetCommandTimeout(usual);
    }
}
