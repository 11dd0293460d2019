using System.Security.Cryptography;
using DigitalAccess.Ils;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Releases;
using DigitalAccess.Web.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalAccess.Web.Tests.Regions;

public sealed class ImportingARegion(TestCluster cluster) : IAsyncLifetime
{
    private RegionRig rig = null!;

    private static CancellationToken Ct => RegionRig.Ct;

    public async ValueTask InitializeAsync()
    {
        rig = new RegionRig(await cluster.CreateDatabaseAsync("region"));
        var first = await rig.ImportAsync();
        Assert.True(first.Code == 0, string.Join('\n', first.Lines));
        Assert.All(first.Changes, line => Assert.StartsWith("+ ", line, StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync()
    {
        rig.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_contract_takes_short_names_and_whole_lines_and_says_in_words_what_changes()
    {
        rig.With("    secret: KIOSK\n", """
                secret: KIOSK
                releases:
                  - library
                  - ageBand
                  - {claim: eduPersonScopedAffiliation, source: affiliation}
                  - {claim: eduperson_entitlement, value: 'urn:mace:dir:entitlement:common-lib-terms', required: true}
                  - {claim: eduperson_entitlement, value: 'urn:example:kiosk'}

            """).With("    accent: mullsjo", "    accent: mullsjo\n    scope: bibliotek.mullsjo.example.se");
        var said = await rig.ImportAsync();
        Assert.Equal(
            [
                "~ library mullsjo: scope (none) -> bibliotek.mullsjo.example.se",
                "~ relying-party kiosk: releases [library from Library] -> [library from Library, age_band from AgeBand, eduPersonScopedAffiliation from Affiliation, "
                    + "eduperson_entitlement 'urn:mace:dir:entitlement:common-lib-terms' (required), eduperson_entitlement 'urn:example:kiosk']",
                "2 changed",
            ],
            said.Lines);
        var kept = await rig.AskAsync(db => db.RelyingParties.Select(p => p.Releases).SingleAsync(Ct));
        Assert.Equal(
            [
                AttributeRelease.Of(ReleaseSource.Library), AttributeRelease.Of(ReleaseSource.AgeBand),
                AttributeRelease.Of(ReleaseSource.Affiliation) with { Claim = "eduPersonScopedAffiliation" },
                new AttributeRelease { Claim = "eduperson_entitlement", Source = ReleaseSource.Constant, Value = "urn:mace:dir:entitlement:common-lib-terms", Required = true },
                new AttributeRelease { Claim = "eduperson_entitlement", Source = ReleaseSource.Constant, Value = "urn:example:kiosk" },
            ],
            kept);
        Assert.Equal(["the database says already what the files say; nothing was changed"], (await rig.ImportAsync()).Lines);
    }

    [Fact]
    public async Task The_same_files_again_touch_no_row()
    {
        var before = await VersionsAsync();

        Assert.Equal(["the database says already what the files say; nothing was changed"], (await rig.ImportAsync()).Lines);

        Assert.Equal(before, await VersionsAsync());
    }

    [Fact]
    public async Task A_dry_run_shows_what_the_import_then_does()
    {
        rig.With("validTo: 2026-12-31", "validTo: 2027-06-30").With("cardPattern: '\\d{14}'", "cardPattern: '\\d{10}'");

        var dry = await rig.DryRunAsync();
        Assert.Equal(
            [
                @"~ library habo: loginForm.cardPattern \d{14} -> \d{10}",
                "~ licence region-kiosken: validTo 2026-12-31 -> 2027-06-30",
                "2 to change; this was a dry run, nothing was changed",
            ],
            dry.Lines);
        Assert.Equal(new DateOnly(2026, 12, 31), await rig.AskAsync(db => db.Licences.Where(l => l.Slug == "region-kiosken").Select(l => l.ValidTo).SingleAsync(Ct)));

        var real = await rig.ImportAsync();
        Assert.Equal(dry.Changes, real.Changes);
        Assert.Equal(new DateOnly(2027, 6, 30), await rig.AskAsync(db => db.Licences.Where(l => l.Slug == "region-kiosken").Select(l => l.ValidTo).SingleAsync(Ct)));
        Assert.Empty((await rig.ImportAsync()).Changes);
    }

    [Fact]
    public async Task A_library_whose_patrons_have_no_PINs_asks_for_none()
    {
        Assert.True(await AsksAsync());
        rig.With("secret: ILS_HABO", "secret: ILS_HABO\n      pinMode: none\n      missingCq: accept");

        var answer = await rig.ImportAsync();
        Assert.Equal(0, answer.Code);
        Assert.Equal("region.yaml:13: warning: library 'habo' has no PINs: whoever knows a card number is let in", answer.Lines[0]);
        Assert.False(await AsksAsync());

        async Task<bool> AsksAsync() => (await rig.AskAsync(db => db.Libraries.SingleAsync(l => l.Slug == "habo", Ct))).LoginForm.AsksForPin;
    }

    [Fact]
    public async Task What_is_gone_from_the_files_becomes_inactive_or_is_deleted_and_can_come_back()
    {
        var all = rig.Yaml;
        rig.Without("  mullsjo:\n    name: Mullsjö bibliotek\n    municipality: Mullsjö\n    timeZone: Europe/Stockholm\n    accent: mullsjo\n")
            .With("{HABO: habo, MULLSJO: mullsjo}", "{HABO: habo}")
            .Without("  habo-kartor:\n    resource: kartor\n    holder: habo\n    covers: [habo, mullsjo]\n    validFrom: 2026-01-01\n")
            .Without("  drift@example.se:\n    displayName: Driss\n    role: operator");
        var resource = rig.Yaml[rig.Yaml.IndexOf("  kartor:", StringComparison.Ordinal)..rig.Yaml.IndexOf("licences:", StringComparison.Ordinal)];
        rig.Without(resource);
        await SignInAPatronAsync("mullsjo");
        await SignInAPatronAsync("habo");
        var stamp = await rig.AskAsync(db => db.Users.Where(s => s.Email == "drift@example.se").Select(s => s.SecurityStamp).SingleAsync(Ct));

        Assert.Equal(
            [
                "- library mullsjo: becomes inactive; its patrons are signed out and can no longer sign in",
                "~ library habo: accessRules.residenceByHomeLibrary.MULLSJO mullsjo -> (none)",
                "- resource kartor: becomes inactive; its licences open nothing",
                "- licence habo-kartor: deleted",
                "- staff drift@example.se: becomes inactive and is signed out",
            ],
            (await rig.ImportAsync()).Changes);
        Assert.NotEqual(stamp, await rig.AskAsync(db => db.Users.Where(s => s.Email == "drift@example.se").Select(s => s.SecurityStamp).SingleAsync(Ct)));
        Assert.Empty((await rig.ImportAsync()).Changes);
        await EndOverdueSessionsAsync();
        Assert.Equal("habo", await rig.AskAsync(db => db.PatronSessions.Join(db.Libraries, s => s.LibraryId, l => l.Id, (s, l) => l.Slug).SingleAsync(Ct)));

        rig.Yaml = all;
        var back = await rig.ImportAsync();
        Assert.Contains("~ library mullsjo: active false -> true", back.Changes);
        Assert.Contains("+ licence habo-kartor", back.Changes);
        Assert.Equal(2, await rig.AskAsync(db => db.Libraries.CountAsync(Ct)));
    }

    [Fact]
    public async Task A_vendors_API_comes_in_with_its_secret_encrypted_and_an_unchanged_file_changes_nothing()
    {
        rig.With("accessMethod: plainLink", RegionRig.SessionApi);
        var first = await rig.ImportAsync();
        Assert.Contains(first.Changes, c => c.StartsWith("~ resource kartor:", StringComparison.Ordinal) && c.Contains("tier 'gold'", StringComparison.Ordinal));
        Assert.Empty((await rig.ImportAsync()).Changes);

        var api = (await rig.AskAsync(db => db.Resources.SingleAsync(r => r.Slug == "kartor", Ct))).SessionApi!;
        Assert.Equal(("https://kartor.example.se/api", "kartor.example.se"), (api.Address, api.Sector));
        Assert.DoesNotContain("bearer-of", api.ProtectedSecret, StringComparison.Ordinal);

        rig.Settings["Secrets:KARTOR"] = "bearer-of-the-region-5678";
        var second = await rig.ImportAsync();
        Assert.Equal(["~ resource kartor: secret changed"], second.Changes);
        Assert.DoesNotContain("bearer-of", string.Join('\n', first.Changes.Concat(second.Changes)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_password_is_a_secret_like_the_login_s()
    {
        rig.Settings["Secrets:ILS_HABO_TERMINAL"] = "terminal-1234";
        rig.With("secret: ILS_HABO", "secret: ILS_HABO\n      terminalSecret: ILS_HABO_TERMINAL");
        Assert.Equal(["~ library habo: secret changed"], (await rig.ImportAsync()).Changes);
        Assert.Empty((await rig.ImportAsync()).Changes);

        var kept = await rig.AskAsync(db => db.IlsConnections.SingleAsync(Ct));
        await using (var app = rig.Build())
            Assert.Equal("terminal-1234", app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector(PatronVerifiers.SecretPurpose).Unprotect(kept.ProtectedTerminalSecret!));
        Assert.DoesNotContain("terminal-1234", kept.Settings, StringComparison.Ordinal);

        rig.Settings["Secrets:ILS_HABO_TERMINAL"] = "terminal-5678";
        Assert.Equal(["~ library habo: secret changed"], (await rig.ImportAsync()).Changes);
    }

    [Fact]
    public async Task A_changed_secret_is_noticed_and_never_shown()
    {
        rig.Settings["Secrets:ILS_HABO"] = "another-password";
        rig.Settings["Secrets:KIOSK"] = new string('x', 32);

        Assert.Equal(["~ library habo: secret changed", "~ relying-party kiosk: secret changed"], (await rig.ImportAsync()).Changes);

        await using var app = rig.Build();
        var protector = app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector(PatronVerifiers.SecretPurpose);
        Assert.Equal("another-password", protector.Unprotect(await rig.AskAsync(db => db.IlsConnections.Select(c => c.ProtectedSecret!).SingleAsync(Ct))));
        Assert.True(await OpensAsync(new string('x', 32)));
        Assert.False(await OpensAsync(RegionRig.ClientSecret));
        Assert.Empty((await rig.ImportAsync()).Changes);
    }

    [Fact]
    public async Task A_relying_party_may_hold_a_key_instead_of_a_secret_and_change_it()
    {
        using var first = RSA.Create(2048);
        using var second = RSA.Create(2048);
        rig.With("    secret: KIOSK\n", Jwks(first));
        Assert.Equal(0, (await rig.ImportAsync()).Code);
        Assert.False(await OpensAsync(RegionRig.ClientSecret));
        Assert.Empty((await rig.ImportAsync()).Changes);

        rig.With(Jwks(first), Jwks(second));
        Assert.StartsWith("~ relying-party kiosk: jwks", Assert.Single((await rig.ImportAsync()).Changes), StringComparison.Ordinal);
        Assert.Empty((await rig.ImportAsync()).Changes);

        static string Jwks(RSA key) => $"    jwks: '{ClientAssertion.Jwks(ClientAssertion.PublicJwk(key, "one"))}'\n";
    }

    /// <summary>As the worker does each minute.</summary>
    private async Task EndOverdueSessionsAsync()
    {
        await using var app = rig.Build();
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SessionEnds>().EndOverdueAsync(Ct);
    }

    private Task<int> SignInAPatronAsync(string library) => rig.AskAsync(async db =>
    {
        var id = await db.Libraries.Where(l => l.Slug == library).Select(l => l.Id).SingleAsync(Ct);
        var account = new PatronAccount { Id = Guid.NewGuid(), LibraryId = id, KeyHash = [1], KeyKind = PatronKeyKind.Card, CreatedOn = new DateOnly(2026, 1, 1) };
        db.PatronAccounts.Add(account);
        db.PatronSessions.Add(new PatronSession
        {
            Id = System.Text.Encoding.ASCII.GetBytes(library), PatronAccountId = account.Id, LibraryId = id, Facts = new SessionFacts(),
            StartedAt = TimeProvider.System.GetUtcNow(), LastSeenAt = TimeProvider.System.GetUtcNow(), ExpiresAt = TimeProvider.System.GetUtcNow().AddHours(1), SharedComputer = false,
        });
        return await db.SaveChangesAsync(Ct);
    });

    [Fact]
    public async Task A_relying_party_that_is_gone_is_unknown_to_the_engine_at_once()
    {
        var party = rig.Yaml[rig.Yaml.IndexOf("  kiosk:", StringComparison.Ordinal)..rig.Yaml.IndexOf("resources:", StringComparison.Ordinal)];
        rig.With("relyingParties:\n" + party, "relyingParties: {}\n").With("accessMethod: oidc", "accessMethod: plainLink").Without("    client: kiosk\n");

        var said = await rig.ImportAsync();

        Assert.Contains("- relying-party kiosk: becomes inactive; the vendor can no longer sign patrons in", said.Changes);
        Assert.False(await OpensAsync(RegionRig.ClientSecret));
    }

    [Fact]
    public async Task Resources_can_swap_their_clients()
    {
        rig.With("resources:\n", "  maps:\n    name: Kartor\n    vendor: presshuset\n    sector: kiosk.example.se\n    redirectUris: ['https://kartor.example.se/callback']\n    secret: KIOSK\nresources:\n")
            .With("accessMethod: plainLink", "accessMethod: oidc\n    client: maps");
        Assert.Equal(0, (await rig.ImportAsync()).Code);
        rig.With("client: kiosk\n", "client: other\n").With("client: maps\n", "client: kiosk\n").With("client: other\n", "client: maps\n");

        Assert.Equal(
            ["~ resource kiosken: client kiosk -> maps", "~ resource kartor: client maps -> kiosk"],
            (await rig.ImportAsync()).Changes);
        Assert.Empty((await rig.ImportAsync()).Changes);
    }

    [Fact]
    public async Task A_fault_of_the_database_leaves_nothing_half_applied()
    {
        await rig.AskAsync(db => db.Database.ExecuteSqlRawAsync(
            "ALTER TABLE staff_member ADD CONSTRAINT no_more CHECK (display_name <> 'Nobody')", Ct));
        rig.With("name: Habo bibliotek", "name: Habo stadsbibliotek").With("displayName: Hanna", "displayName: Nobody");
        rig.Settings["Secrets:KIOSK"] = new string('x', 32);

        await Assert.ThrowsAsync<DbUpdateException>(rig.ImportAsync);

        Assert.Equal("Habo bibliotek", await rig.AskAsync(db => db.Libraries.Where(l => l.Slug == "habo").Select(l => l.Name).SingleAsync(Ct)));
        Assert.True(await OpensAsync(RegionRig.ClientSecret));
    }

    [Fact]
    public async Task Two_imports_at_once_wait_for_each_other()
    {
        rig.With("name: Habo bibliotek", "name: Habo stadsbibliotek");
        await File.WriteAllTextAsync(Path.Combine(rig.Folder, "region.yaml"), rig.Yaml, Ct);

        var said = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => rig.ImportFolderAsync()));

        Assert.All(said, answer => Assert.Equal(0, answer.Code));
        Assert.Single(said, answer => answer.Changes.Count == 1);
    }

    /// <summary>Whether the client is switched on and this is its secret.</summary>
    private async Task<bool> OpensAsync(string secret) =>
        await rig.AskAsync(db => db.RelyingParties.AsNoTracking().SingleAsync(Ct)) is { Active: true, SecretHash: { } hash } && ClientSecrets.Match(secret, hash);

    /// <summary>PostgreSQL writes a row's last change into xmin, so an update that changes nothing shows as well.</summary>
    private Task<List<string>> VersionsAsync() => rig.AskAsync(db => db.Database.SqlQueryRaw<string>(
        """
        SELECT 'library ' || slug || xmin AS "Value" FROM library UNION ALL SELECT 'ils ' || library_id || xmin FROM ils_connection
        UNION ALL SELECT 'vendor ' || slug || xmin FROM vendor UNION ALL SELECT 'resource ' || slug || xmin FROM resource
        UNION ALL SELECT 'licence ' || slug || xmin FROM licence UNION ALL SELECT 'party ' || client_id || xmin FROM relying_party
        UNION ALL SELECT 'staff ' || email || xmin FROM staff_member UNION ALL SELECT 'provider ' || slug || xmin FROM service_provider
        ORDER BY 1
        """).ToListAsync(Ct));
}
