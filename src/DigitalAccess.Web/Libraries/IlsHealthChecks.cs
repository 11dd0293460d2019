using System.Diagnostics.Metrics;
using DigitalAccess.Ils;
using DigitalAccess.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Libraries;

/// <summary>
/// Asks every ILS about once a minute whether it answers and accepts us. Whoever moves a library's next check on has it, so
/// that several workers ask no more often than one; the moment varies, so that they do not ask all at once.
/// </summary>
internal sealed class IlsHealthChecks(
    DigitalAccessDb db, PatronVerifiers verifiers, IlsHealthMetrics metrics, TimeProvider clock, ILogger<IlsHealthChecks> logger)
{
    private const int AtOnce = 8;

    public async Task RunDueAsync(CancellationToken ct)
    {
        var claimed = await ClaimDueAsync(ct);
        var due = await db.IlsConnections.AsNoTracking().Include(c => c.Library).Where(c => claimed.Contains(c.LibraryId)).ToListAsync(ct);
        foreach (var some in due.Chunk(AtOnce))
        {
            var findings = await Task.WhenAll(some.Select(connection => CheckAsync(connection, ct)));
            foreach (var (connection, finding) in some.Zip(findings))
                await RememberAsync(connection.Library!, finding, ct);
        }
    }

    private async Task<List<Guid>> ClaimDueAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into ils_health (library_id, state, since, next_check_at)
            select library_id, {nameof(IlsState.Unknown)}, {now}, {now} from ils_connection on conflict (library_id) do nothing
            """, ct);
        return await db.Database.SqlQuery<Guid>(
            $"""
            update ils_health h set next_check_at = {now} + interval '50 seconds' + random() * interval '20 seconds'
            where next_check_at <= {now} and exists (select from library l where l.id = h.library_id and l.active)
            returning library_id as "Value"
            """).ToListAsync(ct);
    }

    private async Task<IlsFinding> CheckAsync(IlsConnection connection, CancellationToken ct)
    {
        try
        {
            return IlsFinding.Of(await verifiers.For(connection, connection.Library!).CheckAsync(ct));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A secret that cannot be unprotected, an adapter that is gone: nobody could log in either.
            logger.IlsCheckFailed(connection.Library!.Slug, e);
            return new IlsFinding(IlsState.Misconfigured, e.GetType().Name);
        }
    }

    private async Task RememberAsync(Library library, IlsFinding found, CancellationToken ct)
    {
        metrics.Checked(library.Slug, found.State);
        var now = clock.GetUtcNow();
        var state = found.State;
        var before = await db.IlsHealth.AsNoTracking().Where(h => h.LibraryId == library.Id).Select(h => h.State).SingleOrDefaultAsync(ct);
        await db.IlsHealth.Where(h => h.LibraryId == library.Id).ExecuteUpdateAsync(u => u
            .SetProperty(h => h.Since, h => h.State == state ? h.Since : now)
            .SetProperty(h => h.State, state)
            .SetProperty(h => h.CheckedAt, now)
            .SetProperty(h => h.LastError, h => found.Error ?? h.LastError), ct);
        if (before == state)
            return;
        if (state == IlsState.Misconfigured)
            logger.IlsIsMisconfigured(library.Slug, found.Error);
        else if (state == IlsState.Silent)
            logger.IlsIsSilent(library.Slug, found.Error);
        else
            logger.IlsAnswers(library.Slug);
    }
}

/// <summary>What one check found.</summary>
internal readonly record struct IlsFinding(IlsState State, string? Error)
{
    public static IlsFinding Of(ConnectionHealth health) => health switch
    {
        { Online: true } => new(IlsState.Answers, null),
        { Fault: { } fault } => new(IlsState.Misconfigured, fault.ToString()),
        _ => new(IlsState.Silent, health.Outage?.ToString()),
    };
}

internal sealed class IlsHealthMetrics(IMeterFactory meters)
{
    private readonly Meter _meter = meters.Create("DigitalAccess.Libraries");
    private Gauge<int> Answering => field ??= _meter.CreateGauge<int>("digitalaccess.ils.answering", description: "1 where the library's ILS answers and accepts us, else 0");
    private Counter<long> Checks => field ??= _meter.CreateCounter<long>("digitalaccess.ils.checks", description: "Health checks by what they found");

    public void Checked(string library, IlsState state)
    {
        Answering.Record(state == IlsState.Answers ? 1 : 0, new KeyValuePair<string, object?>("library", library));
        Checks.Add(1, new("library", library), new("state", state.ToString()));
    }
}
