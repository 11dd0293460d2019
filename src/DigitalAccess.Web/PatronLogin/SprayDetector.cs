using System.Diagnostics.Metrics;
using DigitalAccess.Web.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>
/// Sees guessing that no counter of one card can see: one popular PIN tried on many cards. While it goes on, the
/// library is in attack mode: devices that never opened the card before wait or work for each try.
/// </summary>
internal sealed class SprayDetector(DigitalAccessDb db, NpgsqlDataSource database, TimeProvider clock, LoginMetrics metrics, ILogger<SprayDetector> logger)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AttackModeLasts = TimeSpan.FromMinutes(30);
    private const int FewestCards = 40;
    private const int CardsPerAddress = 10;
    private const double FailureRatio = 0.6;

    public async Task<bool> IsUnderAttackAsync(Guid libraryId, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select exists (select 1 from library_attack_mode where library_id = $1 and started_at <= $2 and ends_at > $2)");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = libraryId });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Whether too many different cards have failed from one address lately.</summary>
    public async Task<bool> TriesManyCardsAsync(byte[] addressKey, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select count(distinct card_key) from login_failure where address_key = $1 and at > $2");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = addressKey });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() - Window });
        return (long)(await command.ExecuteScalarAsync(ct))! >= CardsPerAddress;
    }

    /// <summary>Notes a failure and judges the library's last ten minutes with it.</summary>
    public async Task FailedAsync(Guid libraryId, byte[] cardKey, byte[] addressKey, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        db.LoginFailures.Add(new LoginFailure { At = now, LibraryId = libraryId, CardKey = cardKey, AddressKey = addressKey });
        await db.SaveChangesAsync(ct);

        var failures = await CountAsync(libraryId, now - Window, now, ct);
        if (failures.Cards <= FewestCards || failures.Cards <= 3 * await MedianCardsAsync(libraryId, now, ct))
            return;
        var successes = await db.PatronSessions.CountAsync(s => s.LibraryId == libraryId && s.StartedAt > now - Window, ct);
        if (failures.Tries <= FailureRatio * (failures.Tries + successes))
            return;
        await StartAttackModeAsync(libraryId, now, failures.Cards, ct);
    }

    private async Task StartAttackModeAsync(Guid libraryId, DateTimeOffset now, int cards, CancellationToken ct)
    {
        var started = await db.Database.ExecuteSqlAsync(
            $"""
            insert into library_attack_mode as m (library_id, started_at, ends_at) values ({libraryId}, {now}, {now + AttackModeLasts})
            on conflict (library_id) do update set started_at = excluded.started_at, ends_at = excluded.ends_at where m.ends_at <= {now}
            """, ct);
        if (started == 0)
            return;
        metrics.AttackModeStarted(libraryId);
        logger.AttackModeStarted(libraryId, cards);
    }

    private async Task<(int Cards, int Tries)> CountAsync(Guid libraryId, DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var cards = await db.LoginFailures.Where(f => f.LibraryId == libraryId && f.At > from && f.At <= to)
            .GroupBy(f => f.CardKey).Select(g => g.Count()).ToListAsync(ct);
        return (cards.Count, cards.Sum());
    }

    /// <summary>The usual number of failing cards in ten minutes, over a week's ten-minute spans that had any.</summary>
    private async Task<double> MedianCardsAsync(Guid libraryId, DateTimeOffset now, CancellationToken ct) =>
        (await db.Database.SqlQuery<double?>(
            $"""
            select percentile_cont(0.5) within group (order by cards) as "Value" from (
                select count(distinct card_key) as cards from login_failure
                where library_id = {libraryId} and at between {now.AddDays(-7)} and {now - Window}
                group by date_bin('10 minutes', at, timestamptz '2020-01-01')) spans
            """).ToListAsync(ct)).Single() ?? 0;
}

/// <summary>How logins go, by library and outcome; never by card.</summary>
internal sealed class LoginMetrics(IMeterFactory meters)
{
    public const string MeterName = "DigitalAccess.PatronLogin";

    private readonly Meter _meter = meters.Create(MeterName);
    private Counter<long> Logins => field ??= _meter.CreateCounter<long>("digitalaccess.patron_logins", description: "Patron logins by outcome");
    private Counter<long> Attacks => field ??= _meter.CreateCounter<long>("digitalaccess.attack_mode_starts", description: "Times a library went into attack mode");

    public void Login(string library, string outcome) => Logins.Add(1, new("library", library), new("outcome", outcome));

    public void AttackModeStarted(Guid libraryId) => Attacks.Add(1, new KeyValuePair<string, object?>("library", libraryId));
}
