using DigitalAccess.Web.Logout;
using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Releases;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace DigitalAccess.Web.Tests.Hosting;

/// <summary>What an older version wrote is still there, and right, after <c>digitalaccess migrate</c>.</summary>
public sealed class UpgradingADatabase(TestCluster cluster)
{
    private const string Secret = "a-secret-that-an-older-version-has-kept";

    [Fact]
    public async Task A_client_keeps_its_secret_and_its_contract_when_both_move_to_another_shape()
    {
        var connection = await cluster.CreateEmptyDatabaseAsync();
        await TestCluster.MigrateAsync(connection, upTo: "20261122202026_SigningKeyLife");
        await ExecuteAsync(connection,
            $$"""
            insert into vendor (id, slug, name) values ('0199a000-0000-7000-8000-000000000001', 'presshuset', 'Presshuset');
            insert into oidc_application (id, client_id, client_secret, client_type) values (gen_random_uuid(), 'kiosk', '{{ClientSecrets.Hash(Secret)}}', 'confidential');
            insert into relying_party (client_id, vendor_id, name, redirect_uris, post_logout_redirect_uris, also_visits, releases, id_token_algorithm, sector, active) values
                ('kiosk', '0199a000-0000-7000-8000-000000000001', 'Kiosk', '["https://kiosk.example/cb"]', '[]', '[]', '["library", "ageBand"]', 'ES256', 'kiosk.example', true),
                ('mute', '0199a000-0000-7000-8000-000000000001', 'Mute', '["https://mute.example/cb"]', '[]', '[]', '[]', 'ES256', 'mute.example', true);
            """);
        await TestCluster.MigrateAsync(connection);

        await using var app = await BrokerApp.StartAsync(connection);
        var clients = await app.WithDbAsync(db => db.RelyingParties.AsNoTracking().ToDictionaryAsync(p => p.ClientId));
        Assert.Equal([AttributeRelease.Of(ReleaseSource.Library), AttributeRelease.Of(ReleaseSource.AgeBand)], clients["kiosk"].Releases);
        Assert.Empty(clients["mute"].Releases);
        Assert.Equal([GrantType.AuthorizationCode], clients["kiosk"].Grants);
        Assert.Equal("invalid_grant", (await new OidcClient(app, "kiosk", "https://kiosk.example/cb", Secret).RedeemAsync("x")).Error);
        Assert.Equal("invalid_client", (await new OidcClient(app, "kiosk", "https://kiosk.example/cb", Secret + "x").RedeemAsync("x")).Error);
    }

    [Fact]
    public async Task A_vendor_that_an_older_version_still_had_to_tell_is_told()
    {
        var connection = await cluster.CreateEmptyDatabaseAsync();
        await TestCluster.MigrateAsync(connection, upTo: "20261123021136_BegunSessions");
        await ExecuteAsync(connection,
            """
            insert into logout_notice (id, sign_out_id, client_id, sid, subject, shared_computer, way, state, attempts, refusals, next_attempt_at, created_at) values
                (gen_random_uuid(), '\x01', 'kiosk', gen_random_uuid(), 's', false, 1, 0, 1, 0, '2026-11-01', '2026-11-01');
            """);
        await TestCluster.MigrateAsync(connection);
        await using var app = await BrokerApp.StartAsync(connection);
        var due = await app.Services.GetRequiredService<LogoutOutbox>().TakeDueAsync([], 1, CancellationToken.None);
        Assert.Equal(("kiosk", LogoutWay.BackChannel, 2), (due[0].Recipient, due[0].Way, due[0].Attempts));
    }

    [Fact]
    public async Task Every_step_can_be_taken_back_and_taken_again()
    {
        var connection = await cluster.CreateEmptyDatabaseAsync();
        await TestCluster.MigrateAsync(connection);
        await TestCluster.MigrateAsync(connection, upTo: "20261122202026_SigningKeyLife");
        await TestCluster.MigrateAsync(connection);
        await using var app = await BrokerApp.StartAsync(connection);
        Assert.Equal(0, await app.WithDbAsync(db => db.OidcGrants.CountAsync()));
    }

    private static async Task ExecuteAsync(string connection, string sql)
    {
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync();
        await using var command = new NpgsqlCommand(sql, open);
        await command.ExecuteNonQueryAsync();
    }
}
