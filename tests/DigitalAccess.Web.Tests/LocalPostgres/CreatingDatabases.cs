using DigitalAccess.LocalPostgres;
using Npgsql;
using static DigitalAccess.Web.Tests.LocalPostgres.Clusters;

namespace DigitalAccess.Web.Tests.LocalPostgres;

public sealed class CreatingDatabases(ITestOutputHelper output) : IAsyncLifetime
{
    private PostgresCluster cluster = null!;

    public async ValueTask InitializeAsync() => cluster = await ThrowawayAsync();

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task Many_at_once_from_one_template_that_a_pool_still_holds()
    {
        await cluster.CreateDatabaseAsync("pattern", ct: Ct);
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString("pattern"));
        await using (var fill = source.CreateCommand("CREATE TABLE note AS SELECT 'from the pattern' AS text"))
            await fill.ExecuteNonQueryAsync(Ct);

        var clock = System.Diagnostics.Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(1, 12).Select(n => cluster.CreateDatabaseAsync($"copy{n}", "pattern", Ct)));
        output.WriteLine($"12 copies: {clock.ElapsedMilliseconds} ms");

        foreach (var n in Enumerable.Range(1, 12))
            Assert.Equal("from the pattern", await cluster.SqlAsync("SELECT text FROM note", Ct, $"copy{n}"));
    }

    [Fact]
    public async Task A_database_goes_although_somebody_is_connected()
    {
        await cluster.CreateDatabaseAsync("busy", ct: Ct);
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString("busy"));
        await using var session = await source.OpenConnectionAsync(Ct);

        await cluster.DropDatabaseAsync("busy", Ct);
        Assert.False(await cluster.DatabaseExistsAsync("busy", Ct));
        await cluster.DropDatabaseAsync("busy", Ct);
    }

    [Theory]
    [InlineData("it's \"quoted\"; DROP TABLE x")]
    [InlineData("Sävsjö")]
    public async Task Any_name_is_only_a_name(string name)
    {
        await cluster.CreateDatabaseAsync(name, ct: Ct);
        Assert.True(await cluster.DatabaseExistsAsync(name, Ct));
        await cluster.CreateDatabaseAsync(name + " copy", name, Ct);
        await cluster.DropDatabaseAsync(name, Ct);
        Assert.False(await cluster.DatabaseExistsAsync(name, Ct));
    }

    [Fact]
    public async Task A_refusal_says_what_PostgreSQL_said()
    {
        var refused = await Assert.ThrowsAsync<LocalPostgresException>(() => cluster.CreateDatabaseAsync("postgres", ct: Ct));
        Assert.Contains("already exists", refused.Message, StringComparison.Ordinal);
    }
}
