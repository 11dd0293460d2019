using DigitalAccess.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Saml.Metadata;

/// <summary>Brings the metadata of all service providers up to date, each by itself: what is wrong with one stops no other.</summary>
internal sealed class MetadataRefresh(DigitalAccessDb db, IServiceScopeFactory scopes, TimeProvider clock, ILogger<MetadataRefresh> logger)
{
    /// <summary>A few servers that are slow to answer do not keep the others waiting.</summary>
    private const int AtATime = 4;

    /// <summary>Of those that are due.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var kept = await db.StoredMetadata.AsNoTracking().Select(m => new { m.ServiceProviderId, m.Terms, m.DueAt }).ToDictionaryAsync(m => m.ServiceProviderId, ct);
        var due = (await ActiveAsync(ct)).Where(wanted => kept.GetValueOrDefault(wanted.ServiceProviderId) is not { } known || known.DueAt <= now || known.Terms != wanted.Terms);
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = ct }, async (wanted, stop) =>
        {
            try
            {
                await CheckAsync(wanted, atOnce: false, stop);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.MetadataNotChecked(wanted.Slug, e);
            }
        });
    }

    /// <summary>
    /// Of those that need not, or cannot, wait for a worker: whose metadata came with the region's files or a preset, so that nothing
    /// has to be fetched; and who had metadata that serves nobody by what the files say now.
    /// </summary>
    /// <returns>How it went.</returns>
    public async Task<IReadOnlyList<RefreshedMetadata>> RunImportedAsync(CancellationToken ct)
    {
        var kept = await db.StoredMetadata.AsNoTracking().Where(m => m.Xml != null).ToDictionaryAsync(m => m.ServiceProviderId, ct);
        return await RunAtOnceAsync(
            wanted => wanted.File is not null || (kept.GetValueOrDefault(wanted.ServiceProviderId) is { } stored && MetadataJudgement.InUse(stored, wanted) is null), ct);
    }

    /// <summary>Of one, or of all, whether due or not.</summary>
    /// <param name="slug">Whose; null for all.</param>
    /// <param name="ct">To give up.</param>
    /// <returns>How it went.</returns>
    public Task<IReadOnlyList<RefreshedMetadata>> RunAtOnceAsync(string? slug, CancellationToken ct) => RunAtOnceAsync(wanted => slug is null || wanted.Slug == slug, ct);

    private async Task<IReadOnlyList<RefreshedMetadata>> RunAtOnceAsync(Func<WantedMetadata, bool> whose, CancellationToken ct)
    {
        List<RefreshedMetadata> results = [];
        foreach (var wanted in (await ActiveAsync(ct)).Where(whose))
        {
            var stored = await CheckAsync(wanted, atOnce: true, ct);
            results.Add(new RefreshedMetadata(wanted.Slug, stored, MetadataJudgement.InUse(stored, wanted) is not null));
        }

        return results;
    }

    private async Task<List<WantedMetadata>> ActiveAsync(CancellationToken ct) =>
        [.. (await db.ServiceProviders.AsNoTracking().Where(p => p.Active).OrderBy(p => p.Slug).ToListAsync(ct)).Select(WantedMetadata.Of)];

    private async Task<StoredMetadata?> CheckAsync(WantedMetadata wanted, bool atOnce, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<MetadataCheck>().RunAsync(wanted, atOnce, ct);
    }
}

/// <summary>How it went with one.</summary>
/// <param name="Slug">Whose.</param>
/// <param name="Stored">What is kept now; null where another worker is at it.</param>
/// <param name="Serves">Whether sign-ins go by what is kept, as long as it is valid.</param>
internal sealed record RefreshedMetadata(string Slug, StoredMetadata? Stored, bool Serves);
