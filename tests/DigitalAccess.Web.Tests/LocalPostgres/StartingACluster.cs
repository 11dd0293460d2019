using System.Diagnostics;
using System.Net.NetworkInformation;
using System.Runtime.Versioning;
using DigitalAccess.LocalPostgres;
using static DigitalAccess.Web.Tests.LocalPostgres.Clusters;

namespace DigitalAccess.Web.Tests.LocalPostgres;

[SupportedOSPlatform("linux")]
public sealed class StartingACluster(ITestOutputHelper output)
{
    [Fact]
    public async Task A_throwaway_cluster_is_ready_in_seconds_and_leaves_nothing_behind()
    {
        var clock = Stopwatch.StartNew();
        var cluster = await ThrowawayAsync();
        output.WriteLine($"initdb and start: {clock.ElapsedMilliseconds} ms");
        clock.Restart();
        await cluster.CreateDatabaseAsync("one", ct: Ct);
        output.WriteLine($"create database: {clock.ElapsedMilliseconds} ms");
        var (pid, memory) = (cluster.PostmasterPid, SharedMemoryOf(cluster.Folder));
        Assert.True(Processes.IsServerIn(pid, cluster.Folder));
        Assert.True(SharedMemoryExists(memory));

        clock.Restart();
        await cluster.DisposeAsync();
        output.WriteLine($"stop and remove: {clock.ElapsedMilliseconds} ms");
        Assert.False(Directory.Exists(cluster.Folder));
        Assert.Empty(Processes.ServersIn(cluster.Folder));
        Assert.False(SharedMemoryExists(memory));
    }

    [Fact]
    public async Task It_listens_on_loopback_only_and_asks_for_the_password()
    {
        await using var cluster = await ThrowawayAsync();

        var listening = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(l => l.Port == cluster.Port);
        Assert.Equal(["127.0.0.1"], listening.Select(l => l.Address.ToString()));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(cluster.Folder, "password")));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(cluster.Folder));
        Assert.Equal("scram-sha-256", await cluster.SqlAsync("SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules", Ct));
        var stranger = cluster.ConnectionString("postgres").Replace("Password=", "Password=x", StringComparison.Ordinal);
        await using var connection = new Npgsql.NpgsqlConnection(stranger);
        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => connection.OpenAsync(Ct));
        Assert.Equal(Npgsql.PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Theory]
    [InlineData(Durability.Durable, "on")]
    [InlineData(Durability.FastAndForgetful, "off")]
    public async Task Durability_decides_what_is_flushed(Durability durability, string expected)
    {
        await using var cluster = await PostgresCluster.StartAsync(
            new PostgresClusterOptions
            {
                Ephemeral = true,
                Durability = durability,
                MaxConnections = 33,
                ExtraSettings = new Dictionary<string, string> { ["work_mem"] = "9MB" },
            },
            Ct);

        foreach (var setting in new[] { "fsync", "synchronous_commit", "full_page_writes" })
            Assert.Equal(expected, await cluster.SqlAsync("SHOW " + setting, Ct));
        Assert.Equal("33", await cluster.SqlAsync("SHOW max_connections", Ct));
        Assert.Equal("9MB", await cluster.SqlAsync("SHOW work_mem", Ct));
    }

    [Fact]
    public async Task It_speaks_UTC_and_UTF8_and_knows_the_letter_å()
    {
        await using var cluster = await ThrowawayAsync();

        Assert.Equal("UTC", await cluster.SqlAsync("SHOW timezone", Ct));
        Assert.Equal("UTF8", await cluster.SqlAsync("SHOW server_encoding", Ct));
        Assert.Equal("sävsjö åäö", await cluster.SqlAsync("SELECT lower('SÄVSJÖ ÅÄÖ')", Ct));
        Assert.Equal("t", await cluster.SqlAsync("SELECT 'a' > 'B'", Ct));
        await cluster.SqlAsync("CREATE EXTENSION pg_stat_statements", Ct);
        Assert.NotEqual("0", await cluster.SqlAsync("SELECT count(*) FROM pg_stat_statements", Ct));
    }

    [Fact]
    public async Task Two_clusters_run_side_by_side()
    {
        var clusters = await Task.WhenAll(ThrowawayAsync(), ThrowawayAsync());
        await using var first = clusters[0];
        await using var second = clusters[1];

        await first.CreateDatabaseAsync("same", ct: Ct);
        Assert.False(await second.DatabaseExistsAsync("same", Ct));
        Assert.NotEqual(first.Port, second.Port);
    }

    [Fact]
    public async Task A_folder_in_use_names_the_process_that_uses_it()
    {
        using var folder = new LastingFolder();
        await using var cluster = await LastingAsync(folder.Path);

        var refused = await Assert.ThrowsAsync<LocalPostgresException>(() => LastingAsync(folder.Path));

        Assert.Contains($"in use by process {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
        Assert.Equal("1", await cluster.SqlAsync("SELECT 1", Ct));
    }

    [Fact]
    public async Task A_folder_with_other_things_in_it_is_left_alone()
    {
        using var folder = new LastingFolder();
        File.WriteAllText(Path.Combine(folder.Path, "thesis.txt"), "years of work");

        var options = new PostgresClusterOptions { Folder = folder.Path, Ephemeral = true };
        await Assert.ThrowsAsync<LocalPostgresException>(() => PostgresCluster.StartAsync(options, Ct));

        Assert.Equal(["thesis.txt"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_path_too_long_for_a_socket_is_no_obstacle()
    {
        using var folder = new LastingFolder();
        var deep = Path.Combine(folder.Path, new string('d', 120));
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101);
        string sockets;
        await using (var cluster = await LastingAsync(deep))
        {
            sockets = (await cluster.SqlAsync("SHOW unix_socket_directories", Ct)).Trim('"');
            Assert.StartsWith("/tmp/da-", sockets, StringComparison.Ordinal);
            Assert.True(Directory.Exists(sockets));
        }

        Assert.False(Directory.Exists(sockets));
    }

    [Fact]
    public async Task Root_is_told_when_the_server_account_cannot_reach_the_folder()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root starts the server as somebody else.");
        using var closed = new LastingFolder();
        var said = new List<string>();

        await using var cluster = await PostgresCluster.StartAsync(
            new PostgresClusterOptions { Folder = Path.Combine(closed.Path, "pg"), Ephemeral = true, Say = said.Add }, Ct);

        Assert.StartsWith("/var/tmp/digitalaccess-", cluster.Folder, StringComparison.Ordinal);
        Assert.Contains(said, line => line.Contains(cluster.Folder, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(closed.Path));
    }

    [Fact]
    public void A_program_is_never_taken_from_where_we_stand() =>
        Assert.All(["test", "id", "stat", "setsid"], name => Assert.Matches($"^/.+/{name}$", Command.Describe([name]).FileName));
}
