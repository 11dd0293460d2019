using System.Runtime.InteropServices;
using DigitalAccess.LocalPostgres;

// A server for a developer's afternoon:  dotnet run --project src/DigitalAccess.LocalPostgres -- FOLDER
var folder = args.FirstOrDefault(arg => !arg.StartsWith("--", StringComparison.Ordinal));
var ephemeral = args.Contains("--ephemeral");
if (args.Contains("--help") || (folder is null && !ephemeral))
{
    Console.WriteLine(
        """
        Starts a private PostgreSQL in FOLDER, prints its connection string, and stops it at Ctrl-C.

        DigitalAccess.LocalPostgres FOLDER [--fast] [--ephemeral]
          --fast       nothing is flushed to disk
          --ephemeral  the folder is removed at the end; FOLDER may then be left out
        """);
    return folder is null && !args.Contains("--help") ? 2 : 0;
}

using var end = new CancellationTokenSource();
void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    end.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
try
{
    await using var cluster = await PostgresCluster.StartAsync(
        new PostgresClusterOptions
        {
            Folder = folder,
            Ephemeral = ephemeral,
            Durability = args.Contains("--fast") ? Durability.FastAndForgetful : Durability.Durable,
            Say = Console.Error.WriteLine,
        },
        end.Token);
    Console.WriteLine($"folder {cluster.Folder}");
    Console.WriteLine($"postmaster {cluster.PostmasterPid}");
    Console.WriteLine(cluster.ConnectionString("postgres"));
    await Task.Delay(Timeout.Infinite, end.Token);
    return 0;
}
catch (OperationCanceledException)
{
    return 0;
}
catch (LocalPostgresException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
