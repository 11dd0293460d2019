using System.Globalization;
using System.Runtime.InteropServices;

namespace DigitalAccess.LocalPostgres;

/// <summary>A process that cannot be mistaken for a later one with the same number.</summary>
internal readonly record struct ProcessIdentity(int Pid, string StartTime)
{
    internal bool IsAlive => Of(Pid) == this;

    internal static ProcessIdentity? Of(int pid)
    {
        try
        {
            // The name, in brackets, may hold spaces and brackets itself; the start time is the 20th field behind it.
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : new ProcessIdentity(pid, fields[19]);
        }
        catch (IOException)
        {
            return null;
        }
    }
}

internal static partial class Processes
{
    internal const int Interrupt = 2, Quit = 3, KillSignal = 9;

    /// <summary>Every PostgreSQL process whose working folder lies inside: the server, its children, a running initdb.</summary>
    internal static IReadOnlyList<int> ServersIn(string folder) =>
        [.. Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0 && IsServerIn(pid, folder))];

    internal static bool IsServerIn(int pid, string folder)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/comm").Trim() is "postgres" or "initdb"
                && new FileInfo($"/proc/{pid}/cwd").LinkTarget is { } at
                && (at + "/").StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <returns>False when the process is gone or not ours to signal.</returns>
    internal static bool Signal(int pid, int signal) => Kill(pid, signal) == 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
