using System.Security.Cryptography;
using System.Text;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DigitalAccess.Web.Usage;

/// <summary>Writes down one launch, for every door alike. When it returns, the launch is durable; only then is the patron sent on.</summary>
internal sealed class UsageRecorder(DigitalAccessDb db, VisitorKeys visitors, TimeProvider clock)
{
    private const string ReceiptAlphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    /// <param name="session">Whose attempt it is.</param>
    /// <param name="library">The patron's library.</param>
    /// <param name="resource">What was to be opened.</param>
    /// <param name="decision">How it was decided.</param>
    /// <param name="door">By which way the patron came.</param>
    /// <param name="attempt">
    /// What tells this attempt from another. A browser that sends the same attempt again, because a node died or the page
    /// was reloaded, is counted once; sent again after the decision changed, it is counted as what it then became.
    /// </param>
    /// <param name="ct">Cancels the write.</param>
    /// <returns>The receipt code of a refusal, else null.</returns>
    public async Task<string?> RecordAsync(
        PatronSession session, Library library, Resource resource, EntitlementDecision decision, Door door, string attempt, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var day = library.LocalDate(now);
        var month = new DateOnly(day.Year, day.Month, 1);
        var refusal = (decision as EntitlementDecision.Refused)?.Reason.Slug();
        var launch = new UsageEvent
        {
            Id = new Guid(SHA256.HashData([.. session.Id, .. Encoding.UTF8.GetBytes($"{attempt} {refusal ?? "granted"}")]).AsSpan(0, 16)),
            Month = month,
            At = now,
            Day = day,
            LibraryId = library.Id,
            ResourceId = resource.Id,
            Door = door,
            LicenceId = (decision as EntitlementDecision.Granted)?.LicenceId,
            Refusal = refusal,
            Receipt = refusal is null ? null : RandomNumberGenerator.GetString(ReceiptAlphabet, 6),
            VisitorKey = await visitors.ForAsync(session.PatronAccountId, month, ct),
        };

        try
        {
            return await InsertAsync(launch, ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CheckViolation)
        {
            // No partition for the month: the worker has been down for long. A launch does not wait for it.
            await UsagePartitions.EnsureAsync(db, month, ct);
            return await InsertAsync(launch, ct);
        }
    }

    private async Task<string?> InsertAsync(UsageEvent e, CancellationToken ct)
    {
        var inserted = await db.Database.ExecuteSqlAsync(
            $"""
            insert into usage_event (id, month, at, day, library_id, resource_id, door, licence_id, refusal, receipt, visitor_key)
            values ({e.Id}, {e.Month}, {e.At}, {e.Day}, {e.LibraryId}, {e.ResourceId}, {e.Door.ToString()}, {e.LicenceId}, {e.Refusal}, {e.Receipt}, {e.VisitorKey})
            on conflict (month, id) do nothing
            """, ct);
        if (inserted == 1 || e.Receipt is null)
            return e.Receipt;
        return await db.UsageEvents.Where(u => u.Month == e.Month && u.Id == e.Id).Select(u => u.Receipt).SingleAsync(ct);
    }
}
