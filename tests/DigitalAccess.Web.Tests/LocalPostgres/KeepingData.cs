using DigitalAccess.LocalPostgres;
using DigitalAccess.Web.Tests.Support;
using static DigitalAccess.Web.Tests.LocalPostgres.Clusters;

namespace DigitalAccess.Web.Tests.LocalPostgres;

public sealed class KeepingData
{
    private const string Write = "CREATE TABLE note AS SELECT 'kept' AS text";
    private const string Read = "SELECT text FROM note";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_restart_keeps_data_and_connection_string(bool immediate)
    {
        using var folder = new LastingFolder();
        await using var cluster = await LastingAsync(folder.Path);
        await cluster.SqlAsync(Write, Ct);
        var (before, pid) = (cluster.ConnectionString("postgres"), cluster.PostmasterPid);

        await cluster.RestartAsync(immediate, Ct);

        Assert.Equal("kept", await cluster.SqlAsync(Read, Ct));
        Assert.Equal(before, cluster.ConnectionString("postgres"));
        Assert.NotEqual(pid, cluster.PostmasterPid);
    }

    [Fact]
    public async Task While_stopped_nobody_can_connect_and_afterwards_everything_is_there()
    {
        using var folder = new LastingFolder();
        await using var cluster = await LastingAsync(folder.Path);
        await cluster.SqlAsync(Write, Ct);

        await cluster.StopImmediatelyAsync(Ct);
        Assert.Equal(0, cluster.PostmasterPid);
        await Assert.ThrowsAsync<LocalPostgresException>(() => cluster.SqlAsync(Read, Ct));

        await cluster.StartAgainAsync(Ct);
        Assert.Equal("kept", await cluster.SqlAsync(Read, Ct));
    }

    [Fact]
    public async Task A_cluster_opened_anew_has_its_data_and_its_password()
    {
        using var folder = new LastingFolder();
        await using (var cluster = await LastingAsync(folder.Path))
            await cluster.SqlAsync(Write, Ct);

        await using var again = await LastingAsync(folder.Path);
        Assert.Equal("kept", await again.SqlAsync(Read, Ct));
    }

    [Fact]
    public async Task The_lock_file_of_a_killed_server_does_not_stop_the_next_start()
    {
        using var folder = new LastingFolder();
        string memory;
        await using (var cluster = await LastingAsync(folder.Path))
        {
            await cluster.SqlAsync(Write, Ct);
            memory = SharedMemoryOf(folder.Path);
            Processes.Signal(cluster.PostmasterPid, Processes.KillSignal);
            await Eventually.HoldsAsync(() => !Processes.IsServerIn(cluster.PostmasterPid, folder.Path), "the server is dead");
        }

        // Worse still: the number in the lock file now belongs to a living process, this one.
        var lockFile = Path.Combine(folder.Path, "data/postmaster.pid");
        File.WriteAllText(lockFile, Environment.ProcessId + File.ReadAllText(lockFile)[File.ReadAllText(lockFile).IndexOf('\n', StringComparison.Ordinal)..]);

        await using var again = await LastingAsync(folder.Path);
        Assert.Equal("kept", await again.SqlAsync(Read, Ct));
        Assert.False(SharedMemoryExists(memory));
    }

    [Fact]
    public async Task An_initdb_that_was_cut_off_is_begun_anew()
    {
        using var folder = new LastingFolder();
        await (await LastingAsync(folder.Path)).DisposeAsync();
        Directory.Move(Path.Combine(folder.Path, "data"), Path.Combine(folder.Path, "data.unfinished"));

        await using var cluster = await LastingAsync(folder.Path);
        Assert.Equal("1", await cluster.SqlAsync("SELECT 1", Ct));
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "data.unfinished")));
    }
}
