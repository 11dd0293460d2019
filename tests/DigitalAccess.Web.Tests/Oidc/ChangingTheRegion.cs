using System.Diagnostics;
using System.Net;
using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Tests.Support;
using Npgsql;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary>Nodes keep the region's configuration in memory, and hear from the database when it changes.</summary>
public sealed class ChangingTheRegion(HaboWorld world) : IClassFixture<HaboWorld>
{
    /// <summary>What architecture and vendors are promised; a busy test machine gets three times as long.</summary>
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task A_client_that_is_switched_off_is_refused_on_every_node_at_once_with_all_that_it_was_given()
    {
        await using var second = await BrokerApp.StartAsync(world.App.ConnectionString);
        var resource = await world.App.Given.OidcResourceAsync("leaving", "https://leaving.example/cb");
        await world.App.Given.LicenceAsync(resource, world.Habo);
        using var browser = await world.SignedInAsync();
        var here = new OidcClient(world.App, "leaving", "https://leaving.example/cb");
        var there = new OidcClient(second, "leaving", "https://leaving.example/cb");
        var token = await here.RedeemAsync(await world.CodeAsync(here, browser));
        await UntilAsync(async () => (await there.RedeemAsync("x")).Error == "invalid_grant");

        await ByHandAsync("update relying_party set active = false where client_id = 'leaving'");
        await UntilAsync(async () => (await there.RedeemAsync("x")).Error == "invalid_client");
        await UntilAsync(async () => (await here.RedeemAsync("x")).Error == "invalid_client");
        Assert.Equal(401, (await here.UserInfoAsync(token.AccessToken)).Status);
        Assert.Null((await here.AuthorizeAsync(browser)).Location);
    }

    [Fact]
    public async Task A_new_secret_counts_at_once_and_the_old_one_no_longer()
    {
        await world.App.Given.OidcResourceAsync("careful", "https://careful.example/cb");
        var before = new OidcClient(world.App, "careful", "https://careful.example/cb");
        Assert.Equal("invalid_grant", (await before.RedeemAsync("x")).Error);
        const string Other = "another-secret-that-is-long-enough-to-be-one";
        await ByHandAsync($"update relying_party set secret_hash = '{ClientSecrets.Hash(Other)}' where client_id = 'careful'");
        await UntilAsync(async () => (await before.RedeemAsync("x")).Error == "invalid_client");
        Assert.Equal("invalid_grant", (await new OidcClient(world.App, "careful", "https://careful.example/cb", Other).RedeemAsync("x")).Error);
    }

    [Fact]
    public async Task A_node_that_has_not_heard_of_a_library_yet_looks_before_it_judges_its_patrons()
    {
        var resource = await world.App.Given.OidcResourceAsync("early", "https://early.example/cb", p => p.Grants = [GrantType.AuthorizationCode, GrantType.RefreshToken]);
        await using var second = await BrokerApp.StartAsync(world.App.ConnectionString);
        var client = new OidcClient(world.App, "early", "https://early.example/cb");
        var other = new OidcClient(second, "early", "https://early.example/cb");
        Assert.Equal("invalid_grant", (await other.RedeemAsync("x")).Error);
        await ByHandAsync(Notices("disable"));
        try
        {
            var library = await world.App.Given.LibraryAsync("unheard", world.Ils);
            await world.App.Given.LicenceAsync(resource, library);
            using var here = world.App.Browser();
            await world.SignInAsync(here, library: "unheard");
            var token = await client.RedeemAsync(await world.CodeAsync(client, here, ("scope", "openid offline_access")));

            Assert.Equal(200, (await other.PostAsync("/connect/token", ("grant_type", "refresh_token"), ("refresh_token", token.RefreshToken!))).Status);
            await using var third = await BrokerApp.StartAsync(world.App.ConnectionString);
            using var there = third.Browser();
            Assert.Equal(HttpStatusCode.OK, (await there.GetAsync("/login")).Status);
            var late = await world.App.Given.LibraryAsync("unheard-too", world.Ils);
            await world.SignInAsync(here, library: late.Slug);
            there.SetCookie(third.Origin.Host, "__Host-da_session", here.Cookie("__Host-da_session")!);
            Assert.Equal("/services", (await there.GetAsync("/services")).Address.AbsolutePath);
        }
        finally
        {
            await ByHandAsync(Notices("enable"));
        }
    }

    [Fact]
    public async Task A_node_whose_line_to_the_database_was_cut_hears_again_by_itself()
    {
        await world.App.Given.OidcResourceAsync("cut", "https://cut.example/cb");
        var client = new OidcClient(world.App, "cut", "https://cut.example/cb");
        Assert.Equal("invalid_grant", (await client.RedeemAsync("x")).Error);
        await ByHandAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'listen %'");
        await ByHandAsync("update relying_party set active = false where client_id = 'cut'");
        await Eventually.HoldsAsync(async () => (await client.RedeemAsync("x")).Error == "invalid_client", "the node has heard");
    }

    /// <summary>So that a node lags for as long as the test takes, instead of for a moment.</summary>
    private static string Notices(string what) => string.Concat(
        new[] { "library", "ils_connection", "vendor", "resource", "licence", "licence_library", "relying_party" }.Select(table => $"alter table {table} {what} trigger region_changed;"));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await holds())
            Assert.True(Stopwatch.GetElapsedTime(started) < Promised, $"still not after {Promised}");
    }

    /// <summary>As an operator would with psql: past every line of our own code.</summary>
    private async Task ByHandAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(world.App.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
