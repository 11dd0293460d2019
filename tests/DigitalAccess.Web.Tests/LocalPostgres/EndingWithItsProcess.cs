using System.Diagnostics;
using DigitalAccess.LocalPostgres;
using DigitalAccess.Web.Tests.Support;
using static DigitalAccess.Web.Tests.LocalPostgres.Clusters;

namespace DigitalAccess.Web.Tests.LocalPostgres;

/// <summary>Another process starts the cluster and then ends in every way a process can.</summary>
public sealed class EndingWithItsProcess
{
    private const int Hangup = 1, Interrupt = 2, Kill = 9, Terminate = 15;

    [Theory]
    [InlineData(Kill)]
    [InlineData(Terminate)]
    [InlineData(Interrupt)]
    [InlineData(Hangup)]
    public async Task A_throwaway_cluster_goes_with_its_process(int signal)
    {
        using var child = await Child.StartAsync("--ephemeral", "--fast");
        var memory = SharedMemoryOf(child.Folder);
        Assert.True(Processes.IsServerIn(child.Postmaster, child.Folder));

        Processes.Signal(child.Pid, signal);

        await Eventually.HoldsAsync(() => !Directory.Exists(child.Folder), "the folder is removed");
        Assert.Empty(Processes.ServersIn(child.Folder));
        Assert.False(SharedMemoryExists(memory));
    }

    [Fact]
    public async Task A_lasting_cluster_is_stopped_cleanly_by_the_watchdog_and_can_be_opened_at_once()
    {
        using var folder = new LastingFolder();
        using var child = await Child.StartAsync(folder.Path);

        Processes.Signal(child.Pid, Kill);

        // No waiting here: the start must wait for the watchdog by itself.
        await child.EndedAsync();
        await using var cluster = await LastingAsync(folder.Path);
        Assert.NotEqual(child.Postmaster, cluster.PostmasterPid);
        Assert.Contains("database system is shut down", File.ReadAllText(cluster.LogFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_outlived_process_and_watchdog_is_ended_by_the_next_start()
    {
        using var folder = new LastingFolder();
        using var child = await Child.StartAsync(folder.Path);
        Processes.Signal(FolderLock.ReadOwner(folder.Path)!.Value.Watchdog.Pid, Kill);
        Processes.Signal(child.Pid, Kill);
        await child.EndedAsync();
        Assert.True(Processes.IsServerIn(child.Postmaster, folder.Path));

        await using var cluster = await LastingAsync(folder.Path);

        Assert.False(Processes.IsServerIn(child.Postmaster, folder.Path));
        Assert.Equal("1", await cluster.SqlAsync("SELECT 1", Ct));
    }

    [Fact]
    public async Task A_throwaway_cluster_that_nobody_watches_is_swept_up_by_the_next()
    {
        using var child = await Child.StartAsync("--ephemeral", "--fast");
        Processes.Signal(FolderLock.ReadOwner(child.Folder)!.Value.Watchdog.Pid, Kill);
        Processes.Signal(child.Pid, Kill);
        await child.EndedAsync();
        Assert.True(Directory.Exists(child.Folder));

        // A killed process may stand in the table for a while yet, and whose folder's process stands there is left alone.
        await Eventually.HoldsAsync(() => FolderLock.ReadOwner(child.Folder) is not ({ Process.IsAlive: true } or { Watchdog.IsAlive: true }), "both processes are gone");
        await using var next = await ThrowawayAsync();

        await Eventually.HoldsAsync(() => !Directory.Exists(child.Folder), "the leftover is removed");
        Assert.Empty(Processes.ServersIn(child.Folder));
    }

    private sealed class Child(Process process) : IDisposable
    {
        internal int Pid => process.Id;
        internal string Folder { get; private set; } = "";
        internal int Postmaster { get; private set; }

        internal static async Task<Child> StartAsync(params string[] args)
        {
            var program = Path.Combine(AppContext.BaseDirectory, "DigitalAccess.LocalPostgres.dll");

            // Tests that a script runs in the background inherit ignored signals, and would hand them on.
            var child = new Child(Process.Start(new ProcessStartInfo("env", ["--default-signal=INT,HUP,TERM", "dotnet", "exec", program, .. args])
            {
                RedirectStandardOutput = true,
            })!);
            child.Folder = await child.ReadAsync("folder ");
            child.Postmaster = ToPid(await child.ReadAsync("postmaster "));
            return child;
        }

        private async Task<string> ReadAsync(string label)
        {
            var line = await process.StandardOutput.ReadLineAsync(Ct) ?? "";
            Assert.StartsWith(label, line, StringComparison.Ordinal);
            return line[label.Length..];
        }

        internal Task EndedAsync() => process.WaitForExitAsync(Ct);

        public void Dispose()
        {
            process.Kill();
            process.Dispose();
        }
    }
}
