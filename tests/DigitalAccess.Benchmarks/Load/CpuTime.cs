using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace DigitalAccess.Benchmarks.Load;

/// <summary>Seconds of processor time, read from /proc: wall-clock figures are noise on a machine that others share.</summary>
internal static class CpuTime
{
    private const double TicksPerSecond = 100;

    public static double OfProcess(int pid) => Fields(pid) is { } f ? (f[11] + f[12]) / TicksPerSecond : 0;

    /// <summary>PostgreSQL's main process, its living children, and those that have ended.</summary>
    public static double OfPostgres(int postmaster)
    {
        var own = Fields(postmaster)!;
        var children = Directory.EnumerateDirectories("/proc").Select(d => int.TryParse(Path.GetFileName(d), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? Fields(pid) : null)
            .Where(f => f is not null && f[1] == postmaster).Sum(f => f![11] + f[12]);
        return (own[11] + own[12] + own[13] + own[14] + children) / TicksPerSecond;
    }

    /// <summary>RSA-2048 signatures that one second of processor time makes here and now; 3,000 on the machine that the goals were set on.</summary>
    public static double SignaturesPerSecond()
    {
        using var key = RSA.Create(2048);
        var data = new byte[64];

        // The key is made at its first use.
        key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var (started, count) = (Process.GetCurrentProcess().TotalProcessorTime, 0);
        for (var watch = Stopwatch.StartNew(); watch.ElapsedMilliseconds < 400; count++)
            key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return count / (Process.GetCurrentProcess().TotalProcessorTime - started).TotalSeconds;
    }

    /// <summary>The fields of /proc/PID/stat after the name, from the state on (proc(5)).</summary>
    private static long[]? Fields(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return [.. text[(text.LastIndexOf(')') + 2)..].Split(' ').Select(f => long.TryParse(f, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : 0)];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
