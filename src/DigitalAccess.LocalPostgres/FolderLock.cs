using System.Globalization;

namespace DigitalAccess.LocalPostgres;

/// <summary>
/// One process at a time per folder. The kernel frees the lock when its holder dies, however it dies; the file
/// <c>owner</c> beside it only serves the message to the one who comes second, and to find the old watchdog.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    internal const string FileName = "lock";
    private readonly string folder;
    private readonly FileStream file;

    private FolderLock(string folder, FileStream file) => (this.folder, this.file) = (folder, file);

    private string OwnerFile => Path.Combine(folder, "owner");

    internal static async Task<FolderLock> TakeAsync(string folder, CancellationToken ct)
    {
        while (true)
        {
            var taken = new FolderLock(folder, Open(folder));
            // The watchdog of an owner that died a moment ago may still be stopping its server. It works to the end.
            if (ReadOwner(folder)?.Watchdog is not { IsAlive: true })
                return taken;
            taken.file.Dispose();
            await Task.Delay(50, ct);
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    internal void WriteOwner(ProcessIdentity? watchdog)
    {
        var self = ProcessIdentity.Of(Environment.ProcessId)!.Value;
        File.WriteAllText(OwnerFile, string.Create(CultureInfo.InvariantCulture,
            $"{self.Pid} {self.StartTime} {watchdog?.Pid ?? 0} {watchdog?.StartTime ?? "-"}\n"));
    }

    internal static (ProcessIdentity Process, ProcessIdentity Watchdog)? ReadOwner(string folder)
    {
        try
        {
            var words = File.ReadAllText(Path.Combine(folder, "owner")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            return words is [var pid, var start, var watchdog, var watchdogStart]
                ? (new(int.Parse(pid, CultureInfo.InvariantCulture), start), new(int.Parse(watchdog, CultureInfo.InvariantCulture), watchdogStart))
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    private static FileStream Open(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
        {
            var owner = ReadOwner(folder)?.Process.Pid.ToString(CultureInfo.InvariantCulture) ?? "that is just starting";
            throw new LocalPostgresException(
                $"The PostgreSQL cluster in {folder} is in use by process {owner}. End that process first, or use another folder.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new LocalPostgresException($"{folder} belongs to another account. Remove it, or use another folder.", e);
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(folder))
            File.Delete(OwnerFile);
        file.Dispose();
    }
}
