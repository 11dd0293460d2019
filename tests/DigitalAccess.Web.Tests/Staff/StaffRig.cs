using DigitalAccess.Web.Data;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Staff;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalAccess.Web.Tests.Staff;

/// <summary>Two libraries, and staff who can sign in to them.</summary>
internal sealed class StaffRig : IAsyncDisposable
{
    public const string Password = "korrekt häst batteri";
    public const string Secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

    private StaffRig(BrokerApp app, Library habo, Library tranas) => (App, Habo, Tranas) = (app, habo, tranas);

    public BrokerApp App { get; }
    public Library Habo { get; }
    public Library Tranas { get; }

    public static async Task<StaffRig> StartAsync(TestCluster cluster, Action<IServiceCollection>? services = null) =>
        await OnAsync(await BrokerApp.StartAsync(await cluster.CreateDatabaseAsync("staff"), services: services));

    public static async Task<StaffRig> OnAsync(BrokerApp app)
    {
        var rig = new StaffRig(app, await app.Given.LibraryAsync("habo"), await app.Given.LibraryAsync("tranas"));
        await app.WithDbAsync(async db =>
        {
            foreach (var library in new[] { rig.Habo, rig.Tranas })
                db.IlsConnections.Add(new IlsConnection { LibraryId = library.Id, Kind = "sip2", Settings = $$"""{"host":"ils.{{library.Slug}}.example","port":6001}""" });
            await db.SaveChangesAsync();
        });
        return rig;
    }

    /// <summary>Somebody as the import leaves them: known, without a password.</summary>
    public async Task<StaffMember> MemberAsync(string name, StaffRole role = StaffRole.Library, Library? library = null)
    {
        var email = $"{name}@habo.example";
        var member = new StaffMember
        {
            Id = Guid.NewGuid(), Email = email, UserName = email, NormalizedEmail = email.ToUpperInvariant(), NormalizedUserName = email.ToUpperInvariant(),
            DisplayName = name, Role = role, LibraryId = role == StaffRole.Library ? (library ?? Habo).Id : null, SecurityStamp = Guid.NewGuid().ToString("N"),
        };
        await App.WithDbAsync(async db =>
        {
            db.Users.Add(member);
            await db.SaveChangesAsync();
        });
        return member;
    }

    /// <summary>Somebody who has signed in before: password and authenticator are set up.</summary>
    public async Task<StaffMember> ReadyMemberAsync(string name, StaffRole role = StaffRole.Library, Library? library = null)
    {
        var member = await MemberAsync(name, role, library);
        Assert.IsType<CredentialChange.Done>(await AccountsAsync(a => a.SetCredentialsAsync(member.Email!, Password, Secret, CancellationToken.None)));
        return member;
    }

    public Task<CredentialChange> AccountsAsync(Func<StaffAccounts, Task<CredentialChange>> work) => App.WithAsync(work);

    /// <summary>The authenticator's code of now, or of so many steps from now.</summary>
    public string Code(int off = 0, string secret = Secret) => Totp.CodeAt(Base32.Decode(secret), Totp.StepAt(App.Clock.GetUtcNow()) + off);

    public static string WrongCode(string right) => right == "000000" ? "000001" : "000000";

    public static async Task<Answer> GivePasswordAsync(Browser browser, string? email, string password = Password) =>
        await browser.SubmitAsync(await browser.GetAsync("/staff/login"), new() { ["Email"] = email ?? "", ["Password"] = password });

    public static Task<Answer> GiveCodeAsync(Browser browser, Answer codePage, string code) => browser.SubmitAsync(codePage, new() { ["OneTimeCode"] = code });

    /// <summary>Signs in; the clock goes on by one code, so that the same member can do it again.</summary>
    public async Task<Browser> SignedInAsync(StaffMember member)
    {
        var browser = App.Browser();
        App.Clock.Advance(TimeSpan.FromSeconds(30));
        var page = await GiveCodeAsync(browser, await GivePasswordAsync(browser, member.Email), Code());
        Assert.StartsWith("/staff", page.Address.AbsolutePath, StringComparison.Ordinal);
        Assert.NotNull(browser.Cookie(StaffSessions.CookieName));
        return browser;
    }

    public Task<List<AuditEntry>> AuditAsync() => App.WithDbAsync(db => db.AuditEntries.AsNoTracking().OrderBy(e => e.Id).ToListAsync());

    public async Task SetAsync(Func<DigitalAccessDb, Task> change) => await App.WithDbAsync(change);

    public async ValueTask DisposeAsync() => await App.DisposeAsync();
}
