namespace DigitalAccess.LocalPostgres;

/// <summary>
/// A private PostgreSQL server on loopback, in a folder, from the programs on this machine. It lives as long as this object,
/// and never longer than this process.
/// </summary>
public sealed partial class PostgresCluster : IAsyncDisposable
{
    public const string User = "digitalaccess";

    private readonly PostgresClusterOptions options;
    private readonly ClusterFolder folder;
    private readonly FolderLock held;
    private readonly string socketFolder;
    private readonly Watchdog watchdog;
    private readonly Postmaster postmaster;
    private PostgresBinaries binaries = null!;
    private string password = "";
    private bool disposed;

    private PostgresCluster(PostgresClusterOptions options, ClusterFolder folder, FolderLock held, string socketFolder)
    {
        (this.options, this.folder, this.held, this.socketFolder) = (options, folder, held, socketFolder);
        postmaster = new Postmaster(folder);
        watchdog = Watchdog.Start(folder.Path, socketFolder, options.Ephemeral);
        held.WriteOwner(watchdog.Identity);
    }

    /// <summary>Where the cluster really is; see <see cref="PostgresClusterOptions.Say"/>.</summary>
    public string Folder => folder.Path;

    public string LogFile => folder.Log;

    /// <summary>Stays the same over stops and starts of this object.</summary>
    public int Port { get; private set; }

    /// <summary>0 while the server is stopped.</summary>
    public int PostmasterPid => postmaster.Pid;

    public int ServerMajorVersion => binaries.Major;

    public static async Task<PostgresCluster> StartAsync(PostgresClusterOptions options, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!OperatingSystem.IsLinux())
            throw new LocalPostgresException("A private PostgreSQL is started on Linux only. Elsewhere run one (docker compose up postgres) and give its connection string.");

        if (options.Folder is null)
            await ClusterFolder.RemoveLeftoversAsync(ct);
        var folder = await ClusterFolder.PrepareAsync(options, ct);
        var held = await FolderLock.TakeAsync(folder.Path, ct);
        var cluster = new PostgresCluster(options, folder, held, await folder.SocketFolderAsync(ct));
        try
        {
            await cluster.FirstStartAsync(ct);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    private async Task FirstStartAsync(CancellationToken ct)
    {
        if (await postmaster.EndLeftoverAsync(ct))
            options.Say?.Invoke($"The PostgreSQL in {Folder} was not stopped cleanly last time; it recovers now.");
        binaries = await PostgresBinaries.FindAsync(ClusterInitialiser.MajorOf(folder), ct);
        password = await ClusterInitialiser.EnsureAsync(folder, binaries, options.Durability, User, ct);
        for (var attempt = 1; ; attempt++)
        {
            Port = FreePort.Find();
            try
            {
                await StartAgainAsync(ct);
                return;
            }
            catch (Postmaster.PortTakenException) when (attempt < 5)
            {
                // Somebody was quicker; the next draw is another port.
            }
        }
    }

    /// <summary>For Npgsql. The password is random, made with the cluster, and kept in its folder, readable by its owner alone.</summary>
    public string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={Port};Database={database};Username={User};Password={password};SSL Mode=Disable;GSS Encryption Mode=Disable";

    /// <summary>The server process ends as in a crash, for tests of what happens then. Sessions break off; files stay.</summary>
    public Task StopImmediatelyAsync(CancellationToken ct = default) => postmaster.StopAsync(immediate: true, ct);

    /// <summary>Starts the stopped server on the same port, so that connection strings hold.</summary>
    public Task StartAgainAsync(CancellationToken ct = default)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (PostmasterPid != 0)
            throw new InvalidOperationException("The server is running.");
        return postmaster.StartAsync(binaries, ServerSettings.For(options, binaries, Port, socketFolder), options.StartTimeout, ct);
    }

    public async Task RestartAsync(bool immediate = false, CancellationToken ct = default)
    {
        await postmaster.StopAsync(immediate, ct);
        await StartAgainAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (disposed)
            return;
        disposed = true;
        await postmaster.StopAsync(immediate: options.Ephemeral, CancellationToken.None);
        if (options.Ephemeral)
            await postmaster.EndLeftoverAsync(CancellationToken.None);
        if (socketFolder != Folder)
            Directory.Delete(socketFolder, recursive: true);
        if (options.Ephemeral)
            folder.Remove();
        await watchdog.DismissAsync();
        watchdog.Dispose();
        held.Dispose();
        oneCreationAtATime.Dispose();
    }
}
