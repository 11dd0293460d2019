using System.Security.Cryptography;
using System.Text;
using DigitalAccess.Saml2;
using DigitalAccess.Saml2.Metadata;
using DigitalAccess.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Saml.Metadata;

/// <summary>Brings one service provider's metadata up to date. Of several workers that mean to, one does.</summary>
internal sealed class MetadataCheck(DigitalAccessDb db, MetadataFetch fetch, TimeProvider clock, ILogger<MetadataCheck> logger)
{
    /// <param name="wanted">Whose, from where.</param>
    /// <param name="atOnce">Whether to ask although it is not due, and for the document even if it is the known one.</param>
    /// <param name="ct">To give up; then nothing has changed.</param>
    /// <returns>What is kept now; null where somebody else is at it.</returns>
    public async Task<StoredMetadata?> RunAsync(WantedMetadata wanted, bool atOnce, CancellationToken ct)
    {
        // The lock ends with the transaction, so a killed worker leaves nothing behind.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await db.Database.SqlQuery<bool>($"select pg_try_advisory_xact_lock(hashtext('metadata'), hashtext({wanted.ServiceProviderId.ToString()})) as \"Value\"").SingleAsync(ct))
            return null;
        var stored = await db.StoredMetadata.SingleOrDefaultAsync(m => m.ServiceProviderId == wanted.ServiceProviderId, ct);
        if (stored is null)
            db.StoredMetadata.Add(stored = new StoredMetadata { ServiceProviderId = wanted.ServiceProviderId });
        var sameTerms = stored.Terms == wanted.Terms;
        if (!atOnce && sameTerms && stored.DueAt > clock.GetUtcNow())
            return stored;

        var (faultBefore, changedBefore) = (stored.Fault, stored.ChangedAt);
        var known = !atOnce && sameTerms && MetadataJudgement.Kept(stored) is not null ? stored.ETag : null;
        MetadataJudgement.Apply(stored, wanted, await AnswerAsync(wanted, known, ct), clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        Tell(wanted, stored, sameTerms, faultBefore, changedBefore);
        return stored;
    }

    private async Task<MetadataAnswer> AnswerAsync(WantedMetadata wanted, string? known, CancellationToken ct)
    {
        try
        {
            var demands = wanted.Demands(clock.GetUtcNow());
            return wanted switch
            {
                { Address: { } address } => await fetch.AskAsync(address, wanted.EntityId, demands, known, ct),
                { File: not null } when await db.GivenMetadata.Where(g => g.ServiceProviderId == wanted.ServiceProviderId).Select(g => g.Text).SingleOrDefaultAsync(ct) is { } file =>
                    new MetadataAnswer.Good(MetadataReader.ReadEntity(Encoding.UTF8.GetBytes(file), wanted.EntityId, demands), ETag: null),
                _ => new MetadataAnswer.Failed("The region's files give neither metadata nor an address of it."),
            };
        }
        catch (SamlException e)
        {
            return new MetadataAnswer.Failed(e.Fault.Reason);
        }
        catch (CryptographicException)
        {
            return new MetadataAnswer.Failed("The certificate that the region's files give for the signature of the metadata is none.");
        }
    }

    /// <summary>What is new, or new under these terms, is an alarm; what was told before is a reminder.</summary>
    private void Tell(WantedMetadata wanted, StoredMetadata stored, bool sameTerms, string? faultBefore, DateTimeOffset? changedBefore)
    {
        var (slug, isTold) = (wanted.Slug, sameTerms && stored.Fault == faultBefore);
        if (stored.Fault is { } fault && !isTold && MetadataJudgement.InUse(stored, wanted) is not null)
            logger.MetadataNotTaken(slug, fault);
        else if (stored.Fault is { } alarm && !isTold)
            logger.MetadataLacking(slug, alarm);
        else if (stored.Fault is not null)
            logger.MetadataStillNotTaken(slug, stored.FaultSince!.Value);
        else if (faultBefore is not null)
            logger.MetadataGoodAgain(slug);
        if (stored.ChangedAt != changedBefore)
            logger.MetadataChanged(slug, stored.Changes.Length);
    }
}
