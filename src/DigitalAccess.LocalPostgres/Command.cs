using System.ComponentModel;
using System.Diagnostics;

namespace DigitalAccess.LocalPostgres;

/// <summary>Runs a short-lived program to its end and keeps what it said.</summary>
internal static class Command
{
    internal sealed record Result(int ExitCode, string Output, string Error)
    {
        internal string Said => string.Join('\n', new[] { Error.Trim(), Output.Trim() }.Where(text => text.Length > 0));
    }

    internal static async Task<Result> RunAsync(
        IReadOnlyList<string> line, CancellationToken ct, string? workingFolder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = Describe(line, workingFolder, environment);
        using var process = Start(start);
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(ct);
            var error = process.StandardError.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            return new Result(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>
    /// All three streams are ours, also where nothing is read: .NET then leaves the terminal's settings alone while the
    /// child lives. The program is looked up here: .NET would also look where we stand, which may be this repository, whose
    /// <c>test</c> is not the one that is meant.
    /// </summary>
    internal static ProcessStartInfo Describe(
        IReadOnlyList<string> line, string? workingFolder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(FindOnPath(line[0]) ?? line[0], line.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingFolder ?? "/",
        };

        // PGDATA, PGPORT and their kin would override what is asked for; the language decides messages that are read below.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return start;
    }

    internal static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new LocalPostgresException($"Cannot run {start.FileName}: {e.Message}", e);
        }
    }

    internal static string? FindOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Concat(["/usr/bin", "/usr/sbin", "/bin", "/sbin"])
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
