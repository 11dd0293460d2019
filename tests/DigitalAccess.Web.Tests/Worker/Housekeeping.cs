using DigitalAccess.Ils;
using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Staff;
using DigitalAccess.Web.Tests.Staff;
using DigitalAccess.Web.Tests.Support;
using DigitalAccess.Web.Worker;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.Worker;

/// <summary>What has had its time goes, what has not stays; and what is needed ahead is there.</summary>
public sealed class Housekeeping(TestCluster cluster) : IAsyncLifetime
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private StaffRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await StaffRig.StartAsync(cluster);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Each_table_keeps_what_is_alive_and_loses_what_is_not()
    {
        var now = _rig.App.Clock.GetUtcNow();
        var member = await _rig.MemberAsync("anna");
        await _rig.SetAsync(db => db.AuditEntries.ExecuteDeleteAsync());
        await AddPairsAsync(member.Id, now);

        await RunAsync();

        Assert.Equal(
            [("assertion", 1), ("attack", 1), ("audit", 1), ("failure", 1), ("session", 1), ("staff", 1), ("throttle", 1), ("transaction", 1)],
            await KeptAsync(of: 1));
        Assert.All(await KeptAsync(of: 2), kept => Assert.Equal(0, kept.Rows));
        await RunAsync();
        Assert.All(await KeptAsync(of: 1), kept => Assert.Equal(1, kept.Rows));
    }

    [Fact]
    public async Task The_next_keys_and_the_next_months_are_made_before_they_are_needed()
    {
        var before = await _rig.App.WithDbAsync(db => db.DataProtectionKeys.CountAsync());
        await RunAsync();
        Assert.Equal(before, await _rig.App.WithDbAsync(db => db.DataProtectionKeys.CountAsync()));

        _rig.App.Clock.Advance(TimeSpan.FromDays(84));
        await RunAsync();
        await RunAsync();
        Assert.Equal(before + 1, await _rig.App.WithDbAsync(db => db.DataProtectionKeys.CountAsync()));
        var months = await _rig.App.WithDbAsync(db => db.Database.SqlQuery<string>(
            $"""select c.relname as "Value" from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'usage_event'::regclass""").ToListAsync());
        for (var ahead = 0; ahead <= 2; ahead++)
            Assert.Contains($"usage_event_{_rig.App.Clock.GetUtcNow().AddMonths(ahead):yyyyMM}", months);
    }

    /// <summary>Whoever asks may call itself anything; what a vendor has fetched at its own address is what staff go by.</summary>
    [Fact]
    public async Task A_program_that_has_not_fetched_metadata_for_three_months_is_forgotten_and_a_vendor_is_not()
    {
        await new SamlParty(_rig.App, "film").RegisterAsync();
        using var browser = _rig.App.Browser();
        foreach (var address in new[] { "/saml/habo", "/saml/habo/metadata/film", "/saml/tranas" })
            Assert.Equal(200, (int)(await browser.GetAsync(address)).Status);
        _rig.App.Clock.Advance(TimeSpan.FromDays(89));
        Assert.Equal(200, (int)(await browser.GetAsync("/saml/tranas")).Status);
        _rig.App.Clock.Advance(TimeSpan.FromDays(2));
        await RunAsync();
        Assert.Equal(
            ["film at habo", " at tranas"],
            await _rig.App.WithDbAsync(db => db.CertificateSightings.Join(db.Libraries, s => s.LibraryId, l => l.Id, (s, l) => new { s.ServiceProvider, l.Slug }).OrderBy(s => s.Slug)
                .Select(s => s.ServiceProvider + " at " + s.Slug).ToListAsync()));
    }

    /// <summary>Of each kind one row that lives by an hour, marked 1, and one that died an hour ago, marked 2.</summary>
    private Task AddPairsAsync(Guid member, DateTimeOffset now) => _rig.SetAsync(async db =>
    {
        var account = new PatronAccount { Id = Guid.NewGuid(), LibraryId = _rig.Habo.Id, KeyHash = [1], KeyKind = PatronKeyKind.IlsId, CreatedOn = DateOnly.FromDateTime(now.UtcDateTime) };
        db.PatronAccounts.Add(account);
        foreach (var (mark, by) in new[] { ((byte)1, Hour), ((byte)2, -Hour) })
        {
            byte[] id = [mark];
            db.PatronSessions.Add(new PatronSession { Id = id, PatronAccountId = account.Id, LibraryId = _rig.Habo.Id, StartedAt = now - Hour, LastSeenAt = now, ExpiresAt = now + by, SharedComputer = false, Facts = new() });
            db.SignInTransactions.Add(new SignInTransaction { Id = id, Target = "/", ExpiresAt = now + by });
            db.UsedClientAssertions.Add(new UsedClientAssertion { ClientId = "kiosk", JtiHash = id, ExpiresAt = now + by });
            db.StaffSessions.Add(new StaffSession { Id = id, StaffMemberId = member, Stamp = "", StartedAt = now - Hour, LastSeenAt = now, ExpiresAt = now + by });
            db.AuditEntries.Add(new AuditEntry { At = now.AddYears(-2) + by, Action = AuditAction.SignedIn, Detail = $"{mark}" });
            db.LoginFailures.Add(new LoginFailure { At = now.AddDays(-30) + by, LibraryId = _rig.Habo.Id, CardKey = id, AddressKey = id });
            db.LoginThrottleCounters.Add(new LoginThrottleCounter { Key = id, WindowFailures = 1, WindowStartedAt = now, DayFailures = 1, DayStartedAt = now, Streak = 1, UpdatedAt = now.AddDays(-30) + by });
            db.LibraryAttackModes.Add(new LibraryAttackMode { LibraryId = mark == 1 ? _rig.Habo.Id : _rig.Tranas.Id, StartedAt = now - 2 * Hour, EndsAt = now + by });
        }

        await db.SaveChangesAsync();
    });

    private Task<List<(string Table, int Rows)>> KeptAsync(byte of) => _rig.App.WithDbAsync(async db =>
    {
        byte[] id = [of];
        var library = of == 1 ? _rig.Habo.Id : _rig.Tranas.Id;
        return new List<(string, int)>
        {
            ("assertion", await db.UsedClientAssertions.CountAsync(a => a.JtiHash == id)),
            ("attack", await db.LibraryAttackModes.CountAsync(m => m.LibraryId == library)),
            ("audit", await db.AuditEntries.CountAsync(e => e.Detail == $"{of}")),
            ("failure", await db.LoginFailures.CountAsync(f => f.CardKey == id)),
            ("session", await db.PatronSessions.CountAsync(s => s.Id == id)),
            ("staff", await db.StaffSessions.CountAsync(s => s.Id == id)),
            ("throttle", await db.LoginThrottleCounters.CountAsync(c => c.Key == id)),
            ("transaction", await db.SignInTransactions.CountAsync(t => t.Id == id)),
        };
    });

    private Task<bool> RunAsync() => _rig.App.WithAsync<HousekeepingJob, bool>(async job =>
    {
        await job.RunAsync(CancellationToken.None);
        return true;
    });
}
