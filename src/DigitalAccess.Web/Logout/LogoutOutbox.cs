using DigitalAccess.Web.Outbound;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace DigitalAccess.Web.Logout;

/// <summary>
/// The notices in the database. Whoever tells a vendor holds the notice for a while by the time of the next attempt; when the
/// process is killed meanwhile, the time comes and another takes it. A vendor that hears twice loses nothing.
/// </summary>
internal sealed partial class LogoutOutbox(NpgsqlDataSource database, IOptions<OutboundOptions> outbound, TimeProvider clock)
{
    public const string Channel = "logout_notice";

    /// <summary>So many calls are under way to one vendor at a time, and one vendor's silence holds up no other's.</summary>
    private const int AtOnceToOne = 4;

    private const string Columns =
        "n.id, n.sign_out_id, n.recipient, n.sid, n.subject, n.shared_computer, n.way, n.state, n.attempts, n.refusals, n.next_attempt_at, n.last_fault, n.created_at, n.done_at, n.address";

    /// <summary>Until when a notice is held by who tells the vendor now: longer than any call takes.</summary>
    public DateTimeOffset HeldUntil => clock.GetUtcNow() + outbound.Value.Timeout + TimeSpan.FromSeconds(10);

    /// <param name="signOutId">What the page after the sign-out is found by.</param>
    /// <param name="sharedComputer">Whether the next person may sit down at once.</param>
    /// <param name="ended">What has ended.</param>
    /// <param name="way">How the vendor can be told.</param>
    /// <param name="address">Where a frame tells it, for <see cref="LogoutWay.FrontChannel"/>.</param>
    /// <returns>A notice whose first attempt by the back channel is the caller's to make.</returns>
    public LogoutNotice Make(byte[] signOutId, bool sharedComputer, EndedSignIn ended, LogoutWay way, string? address = null)
    {
        var now = clock.GetUtcNow();
        return new LogoutNotice
        {
            Id = Guid.NewGuid(),
            SignOutId = signOutId,
            Recipient = ended.Recipient,
            Sid = ended.Sid,
            Subject = ended.Subject,
            SharedComputer = sharedComputer,
            Way = way,
            Address = address,
            State = way == LogoutWay.None ? LogoutState.GivenUp : LogoutState.Waiting,
            Attempts = way == LogoutWay.BackChannel ? 1 : 0,
            NextAttemptAt = way == LogoutWay.BackChannel ? HeldUntil : null,
            CreatedAt = now,
            DoneAt = way == LogoutWay.None ? now : null,
        };
    }

    public static async Task WriteAsync(IReadOnlyCollection<LogoutNotice> notices, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        foreach (var notice in notices)
            batch.BatchCommands.Add(InsertCommand(notice));
        if (notices.Any(n => n is { Way: LogoutWay.BackChannel, State: LogoutState.Waiting }))
            batch.BatchCommands.Add(new NpgsqlBatchCommand($"notify {Channel}"));
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Takes what is due, some of each vendor, for this process to send. Another worker at the same time takes other rows.</summary>
    public async Task<List<LogoutNotice>> TakeDueAsync(IReadOnlyCollection<string> busy, int most, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"""
            with due as (
                select id, row_number() over (partition by recipient order by next_attempt_at) as place from logout_notice
                where state = 0 and next_attempt_at <= $1 and recipient <> all ($2)),
            mine as materialized (
                select id from logout_notice where id in (select id from due where place <= {AtOnceToOne}) and state = 0 and next_attempt_at <= $1
                order by next_attempt_at limit $3 for update skip locked)
            update logout_notice n set attempts = attempts + 1, next_attempt_at = $4 from mine where n.id = mine.id returning {Columns}
            """);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. busy] });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = HeldUntil });
        var taken = new List<LogoutNotice>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            taken.Add(Read(row));
        return taken;
    }

    public async Task<bool> AnyWaitAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("select exists (select 1 from logout_notice where state = 0 and next_attempt_at is not null)");
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>A vendor's yes counts whenever it comes; anything else only while nobody else has taken the notice meanwhile.</summary>
    public async Task RecordAsync(LogoutNotice notice, LogoutStep step)
    {
        await using var command = database.CreateCommand(
            """
            update logout_notice set state = $3, next_attempt_at = $4, last_fault = $5, refusals = $6, done_at = $7
            where id = $1 and state <> 1 and (attempts = $2 or $3 = 1)
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = notice.Id });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = notice.Attempts });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)step.State });
        command.Parameters.Add(new NpgsqlParameter { Value = step.NextAttemptAt ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new NpgsqlParameter { Value = step.Fault ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = step.Refusals });
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = step.State == LogoutState.Waiting ? DBNull.Value : clock.GetUtcNow(), NpgsqlDbType = NpgsqlDbType.TimestampTz,
        });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The vendor's other notices wait too, and are not forgotten for it: a vendor may want at most an hour.</summary>
    public async Task LeaveAloneAsync(string recipient, DateTimeOffset until)
    {
        await using var command = database.CreateCommand("update logout_notice set next_attempt_at = $2 where recipient = $1 and state = 0 and next_attempt_at < $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = recipient });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = until });
        await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlBatchCommand InsertCommand(LogoutNotice notice)
    {
        var command = new NpgsqlBatchCommand(
            """
            insert into logout_notice (id, sign_out_id, recipient, sid, subject, shared_computer, way, state, attempts, refusals, next_attempt_at, created_at, done_at, address)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11, $12, $13)
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = notice.Id });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = notice.SignOutId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = notice.Recipient });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = notice.Sid });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = notice.Subject });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = notice.SharedComputer });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)notice.Way });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)notice.State });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = notice.Attempts });
        command.Parameters.Add(new NpgsqlParameter { Value = notice.NextAttemptAt ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = notice.CreatedAt });
        command.Parameters.Add(new NpgsqlParameter { Value = notice.DoneAt ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new NpgsqlParameter { Value = notice.Address ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        return command;
    }

    private static LogoutNotice Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        SignOutId = row.GetFieldValue<byte[]>(1),
        Recipient = row.GetString(2),
        Sid = row.GetGuid(3),
        Subject = row.GetString(4),
        SharedComputer = row.GetBoolean(5),
        Way = (LogoutWay)row.GetInt16(6),
        State = (LogoutState)row.GetInt16(7),
        Attempts = row.GetInt32(8),
        Refusals = row.GetInt32(9),
        NextAttemptAt = row.IsDBNull(10) ? null : row.GetFieldValue<DateTimeOffset>(10),
        LastFault = row.IsDBNull(11) ? null : row.GetString(11),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(12),
        DoneAt = row.IsDBNull(13) ? null : row.GetFieldValue<DateTimeOffset>(13),
        Address = row.IsDBNull(14) ? null : row.GetString(14),
    };
}
