using System.Security.Cryptography;
using System.Text;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using Npgsql;
using NpgsqlTypes;

namespace DigitalAccess.Web.Usage;

/// <summary>Writes down one launch, for every door alike. When it has returned, the launch is durable; only then is the patron sent on.</summary>
internal sealed class UsageRecorder(NpgsqlDataSource database, VisitorKeys visitors, TimeProvider clock)
{
    /// <param name="visitor">Whose attempt it is.</param>
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
        Visitor visitor, Library library, Resource resource, EntitlementDecision decision, Door door, string attempt, CancellationToken ct)
    {
        var launch = await DescribeAsync(visitor, library, resource, decision, door, attempt, ct);
        return await CommitAsync(launch, [], ct) ? launch.Receipt : await KnownReceiptAsync(launch, ct);
    }

    /// <summary>The launch as it will be written down; for callers who commit it together with what it leads to.</summary>
    public async ValueTask<UsageEvent> DescribeAsync(
        Visitor visitor, Library library, Resource resource, EntitlementDecision decision, Door door, string attempt, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var day = library.LocalDate(now);
        var month = new DateOnly(day.Year, day.Month, 1);
        var refusal = (decision as EntitlementDecision.Refused)?.Reason.Slug();
        return new UsageEvent
        {
            Id = new Guid(SHA256.HashData([.. visitor.Secret, .. Encoding.UTF8.GetBytes($"{attempt} {refusal ?? "granted"}")]).AsSpan(0, 16)),
            Month = month,
            At = now,
            Day = day,
            LibraryId = library.Id,
            ResourceId = resource.Id,
            Door = door,
            LicenceId = (decision as EntitlementDecision.Granted)?.LicenceId,
            Refusal = refusal,
            Receipt = refusal is null ? null : ReadableCode.Create(),
            VisitorKey = await visitors.ForAsync(visitor.PatronAccountId, month, ct),
        };
    }

    /// <summary>Writes the launch and what must stand or fall with it, in one commit.</summary>
    /// <returns>Whether the launch was new.</returns>
    public async Task<bool> CommitAsync(UsageEvent launch, IReadOnlyList<Func<NpgsqlBatchCommand>> along, CancellationToken ct)
    {
        try
        {
            return await ExecuteAsync(launch, along, ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CheckViolation)
        {
            // No partition for the month: the worker has been down for long. A launch does not wait for it.
            await UsagePartitions.EnsureAsync(database, launch.Month, ct);
            return await ExecuteAsync(launch, along, ct);
        }
    }

    private async Task<bool> ExecuteAsync(UsageEvent launch, IReadOnlyList<Func<NpgsqlBatchCommand>> along, CancellationToken ct)
    {
        await using var batch = database.CreateBatch();
        var insert = InsertCommand(launch);
        batch.BatchCommands.Add(insert);
        foreach (var command in along)
            batch.BatchCommands.Add(command());
        await batch.ExecuteNonQueryAsync(ct);
        return insert.RecordsAffected == 1;
    }

    private async Task<string?> KnownReceiptAsync(UsageEvent launch, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select receipt from usage_event where month = $1 and id = $2");
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = launch.Month });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = launch.Id });
        return await command.ExecuteScalarAsync(ct) as string;
    }

    private static NpgsqlBatchCommand InsertCommand(UsageEvent e)
    {
        var command = new NpgsqlBatchCommand(
            """
            insert into usage_event (id, month, at, day, library_id, resource_id, door, licence_id, refusal, receipt, visitor_key)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (month, id) do nothing
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = e.Id });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = e.Month });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = e.At });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = e.Day });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = e.LibraryId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = e.ResourceId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = e.Door.ToString() });
        command.Parameters.Add(new NpgsqlParameter { Value = e.LicenceId ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new NpgsqlParameter { Value = e.Refusal ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter { Value = e.Receipt ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = e.VisitorKey });
        return command;
    }
}

/// <summary>A patron, and a secret of the session or grant that no other shares: attempts are told apart by it.</summary>
internal readonly record struct Visitor(Guid PatronAccountId, byte[] Secret)
{
    public static Visitor Of(PatronSession session) => new(session.PatronAccountId, session.Id);
}
