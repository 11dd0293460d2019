using System.Globalization;
using DigitalAccess.LocalPostgres;

namespace DigitalAccess.Web.Tests.LocalPostgres;

/// <summary>Short ways to a cluster and to what it did to the machine.</summary>
internal static class Clusters
{
    internal static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal static Task<PostgresCluster> ThrowawayAsync() => PostgresCluster.StartAsync(
        new PostgresClusterOptions { Ephemeral = true, Durability = Durability.FastAndForgetful }, Ct);

    internal static Task<PostgresCluster> LastingAsync(string folder) =>
        PostgresCluster.StartAsync(new PostgresClusterOptions { Folder = folder, MaxConnections = 20 }, Ct);

    /// <summary>The System V memory segment of the running server; one that was tidied up leaves none.</summary>
    internal static string SharedMemoryOf(string folder) =>
        File.ReadLines(Path.Combine(folder, "data/postmaster.pid")).ElementAt(6).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];

    internal static bool SharedMemoryExists(string id) =>
        File.ReadLines("/proc/sysvipc/shm").Any(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1] == id);

    internal static int ToPid(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>A folder for a cluster that outlives its process; removed with the test.</summary>
internal sealed class LastingFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("da-lasting-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
