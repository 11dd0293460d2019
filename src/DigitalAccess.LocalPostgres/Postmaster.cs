using System.Diagnostics;
using System.Globalization;

namespace DigitalAccess.LocalPostgres;

/// <summary>The server process of one folder: started, awaited, stopped.</summary>
internal sealed class Postmaster(ClusterFolder folder)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private Process? launcher;

    /// <summary>Another process took the port between the look and the start.</summary>
    internal sealed class PortTakenException() : Exception("The port is taken.");

    internal int Pid { get; private set; }

    internal async Task StartAsync(
        PostgresBinaries binaries, IReadOnlyDictionary<string, string> settings, TimeSpan timeout, CancellationToken ct)
    {
        if (File.Exists(folder.Log) && new FileInfo(folder.Log).Length > 10_000_000)
            File.Delete(folder.Log);
        var logLength = File.Exists(folder.Log) ? new FileInfo(folder.Log).Length : 0;

        // A session of its own: Ctrl-C in the terminal is for us, who stop the server in our own time.
        IEnumerable<string> server = [binaries.Postgres, "-D", folder.Data, .. settings.SelectMany(s => new[] { "-c", $"{s.Key}={s.Value}" })];
        launcher = Command.Start(Command.Describe(
            ["setsid", .. folder.Account.Line(["sh", "-c", "umask 077; exec \"$@\" >>\"$0\" 2>&1 </dev/null", folder.Log, .. server])],
            workingFolder: folder.Path));

        using var deadline = new CancellationTokenSource(timeout);
        while (ReadPidFile() is not { Ready: true } && !deadline.IsCancellationRequested)
        {
            if (launcher.HasExited && ReadPidFile() is null)
                throw await WhyAsync(logLength, ct);
            await Task.Delay(Pause, ct);
        }

        Pid = ReadPidFile() is { Ready: true } ready
            ? ready.Pid
            : throw new LocalPostgresException($"PostgreSQL was not ready within {timeout}. Its log is {folder.Log}.");
    }

    private async Task<Exception> WhyAsync(long logLength, CancellationToken ct)
    {
        var said = await launcher!.StandardError.ReadToEndAsync(ct);
        if (File.Exists(folder.Log))
        {
            await using var log = new FileStream(folder.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            log.Position = Math.Min(logLength, log.Length);
            said += await new StreamReader(log).ReadToEndAsync(ct);
        }

        return said.Contains("Address already in use", StringComparison.Ordinal)
            ? new PortTakenException()
            : new LocalPostgresException($"PostgreSQL did not start in {folder.Path}:\n{said.Trim()}");
    }

    /// <summary>Fast: refuses new work, ends sessions, writes a checkpoint. Immediate: as in a crash; the next start recovers.</summary>
    internal async Task StopAsync(bool immediate, CancellationToken ct)
    {
        if (Pid != 0 && !immediate && Processes.Signal(Pid, Processes.Interrupt))
            await EndedWithinAsync(Pid, TimeSpan.FromSeconds(20), ct);
        if (Pid != 0 && Processes.IsServerIn(Pid, folder.Path) && Processes.Signal(Pid, Processes.Quit))
            await EndedWithinAsync(Pid, TimeSpan.FromSeconds(10), ct);
        await KillRestAsync(ct);
        Pid = 0;
        launcher?.Dispose();
        launcher = null;
    }

    /// <summary>
    /// Only for the holder of the folder's lock, who therefore knows that whatever is found here has no owner any more:
    /// a server that outlived its process and watchdog, or the lock file of one that was killed.
    /// </summary>
    /// <returns>Whether there was anything.</returns>
    internal async Task<bool> EndLeftoverAsync(CancellationToken ct)
    {
        if (ReadPidFile() is not { } left)
        {
            await KillRestAsync(ct);
            return false;
        }

        Pid = Processes.IsServerIn(left.Pid, folder.Path) ? left.Pid : 0;
        await StopAsync(immediate: true, ct);

        // The number may by now belong to another process, which PostgreSQL would take for a running server. The file
        // names the System V memory of the dead one as well.
        if (ReadPidFile()?.SharedMemory is { } memory)
            await Command.RunAsync(["ipcrm", "-m", memory], ct);
        File.Delete(folder.PostmasterPidFile);
        return true;
    }

    private async Task KillRestAsync(CancellationToken ct)
    {
        foreach (var pid in Processes.ServersIn(folder.Path))
            if (Processes.Signal(pid, Processes.KillSignal))
                await EndedWithinAsync(pid, TimeSpan.FromSeconds(5), ct);
    }

    private async Task EndedWithinAsync(int pid, TimeSpan timeout, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(timeout);
        while (Processes.IsServerIn(pid, folder.Path) && !deadline.IsCancellationRequested)
            await Task.Delay(Pause, ct);
    }

    /// <summary>Line 1 is the process, line 7 the System V memory (key, id), line 8 the state.</summary>
    private (int Pid, bool Ready, string? SharedMemory)? ReadPidFile()
    {
        try
        {
            var lines = File.ReadAllLines(folder.PostmasterPidFile);
            if (lines.Length == 0 || !int.TryParse(lines[0], CultureInfo.InvariantCulture, out var pid))
                return null;
            var memory = lines.ElementAtOrDefault(6)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var id] ? id : null;
            return (pid, lines.ElementAtOrDefault(7)?.Trim() == "ready", memory);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
