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

    /// <summary>Of those whose metadata came with the region's files or a preset: nothing has to be fetched, so nobody has to wait for a worker.</summary>
    /// <returns>What is wrong with whose.</returns>
    public async Task<IReadOnlyList<(string Slug, string Fault)>> RunGivenAsync(CancellationToken ct)
    {
        List<(string, string)> faults = [];
        foreach (var wanted in (await ActiveAsync(ct)).Where(wanted => wanted.File is not null))
            if ((await CheckAsync(wanted, atOnce: true, ct))?.Fault is { } fault)
                faults.Add((wanted.Slug, fault));
        return faults;
    }

    /// <summary>Of one, or of all, whether due or not.</summary>
    /// <param name="slug">Whose; null for all.</param>
    /// <param name="ct">To give up.</param>
    /// <returns>What is kept of each now; null for one that another worker is at.</returns>
    public async Task<IReadOnlyList<(string Slug, StoredMetadata? Stored)>> RunAtOnceAsync(string? slug, CancellationToken ct)
    {
        List<(string, StoredMetadata?)> results = [];
        foreach (var wanted in (await ActiveAsync(ct)).Where(wanted => slug is null || wanted.Slug == slug))
            results.Add((wanted.Slug, await CheckAsync(wanted, atOnce: true, ct)));
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
