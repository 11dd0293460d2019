using System.Diagnostics;

namespace DigitalAccess.LocalPostgres;

/// <summary>
/// The process behind watchdog.sh. It has a session of its own, so Ctrl-C in the terminal does not reach it, and learns of
/// our death by the end of its input.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private readonly Process process;

    private Watchdog(Process process) => this.process = process;

    internal ProcessIdentity? Identity => ProcessIdentity.Of(process.Id);

    internal static Watchdog Start(string folder, string socketFolder, bool removeFolder)
    {
        using var script = new StreamReader(typeof(Watchdog).Assembly.GetManifestResourceStream("watchdog.sh")!);
        return new Watchdog(Command.Start(Command.Describe(
            ["setsid", "sh", "-c", script.ReadToEnd(), "digitalaccess-postgres-watchdog", folder, removeFolder ? "remove" : "keep", socketFolder])));
    }

    /// <summary>Everything is tidied up: the watchdog leaves without touching anything.</summary>
    internal async Task DismissAsync()
    {
        try
        {
            await process.StandardInput.WriteLineAsync("bye");
            process.StandardInput.Close();
            await process.WaitForExitAsync();
        }
        catch (IOException)
        {
            // Somebody ended it; there is nothing left for it to do.
        }
    }

    public void Dispose() => process.Dispose();
}
