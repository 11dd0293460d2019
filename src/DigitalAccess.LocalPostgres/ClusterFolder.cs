using System.Security.Cryptography;
using System.Text;

namespace DigitalAccess.LocalPostgres;

/// <summary>
/// A prepared folder, held by its lock: <c>data</c> (the cluster), <c>log</c>, <c>password</c>, <c>lock</c>, <c>owner</c> and
/// the server's socket.
/// </summary>
internal sealed class ClusterFolder
{
    internal const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string TemporaryPrefix = "da-pg-";

    private ClusterFolder(string path, ClusterAccount account) => (Path, Account) = (path, account);

    internal string Path { get; }
    internal ClusterAccount Account { get; }
    internal string Data => System.IO.Path.Combine(Path, "data");
    internal string UnfinishedData => System.IO.Path.Combine(Path, "data.unfinished");
    internal string Log => System.IO.Path.Combine(Path, "log");
    internal string PasswordFile => System.IO.Path.Combine(Path, "password");
    internal string PostmasterPidFile => System.IO.Path.Combine(Data, "postmaster.pid");

    internal static async Task<ClusterFolder> PrepareAsync(PostgresClusterOptions options, CancellationToken ct)
    {
        if (options.Folder is null && !options.Ephemeral)
            throw new ArgumentException("A cluster that is to stay needs a folder.", nameof(options));

        var path = options.Folder is { } asked ? System.IO.Path.GetFullPath(asked).TrimEnd('/') : NewTemporaryPath();
        var account = await ClusterAccount.ForAsync(path, ct);
        if (await MakeAsync(path, account, ct))
            return new ClusterFolder(path, account);

        var elsewhere = "/var/tmp/digitalaccess-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..12];
        if (!await MakeAsync(elsewhere, account, ct))
            throw new LocalPostgresException($"Neither {path} nor {elsewhere} is a folder that {account}, as whom PostgreSQL must run, owns and can reach.");
        options.Say?.Invoke($"PostgreSQL runs as {account}, who cannot reach {path}; the cluster is kept in {elsewhere}.");
        return new ClusterFolder(elsewhere, account);
    }

    private static string NewTemporaryPath() =>
        System.IO.Path.Combine(System.IO.Path.GetTempPath(), TemporaryPrefix + RandomNumberGenerator.GetHexString(10, lowercase: true));

    /// <returns>False when the account cannot reach the folder, which is then left as it was found.</returns>
    private static async Task<bool> MakeAsync(string path, ClusterAccount account, CancellationToken ct)
    {
        var isNew = !Directory.Exists(path);
        try
        {
            Directory.CreateDirectory(path, Private);
            var isEmpty = isNew || !Directory.EnumerateFileSystemEntries(path).Any();
            // An ephemeral cluster is removed with its folder, so nobody else's folder may become one.
            if (!isEmpty && !File.Exists(System.IO.Path.Combine(path, FolderLock.FileName)))
                throw new LocalPostgresException($"{path} holds something else than a cluster of ours. Use a folder that is empty or does not exist.");
            if (isEmpty)
                await account.TakeOverAsync(ct, path);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new LocalPostgresException($"{path} cannot be used by {Environment.UserName}. Remove it, or use another folder.", e);
        }

        if (await account.OwnsAsync(path, ct))
            return true;
        if (isNew)
            Directory.Delete(path);
        return false;
    }

    /// <summary>Ephemeral clusters whose process and watchdog were both killed, as when a container's processes all end at once.</summary>
    internal static async Task RemoveLeftoversAsync(CancellationToken ct)
    {
        foreach (var path in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), TemporaryPrefix + "*"))
        {
            try
            {
                await RemoveLeftoverAsync(path, ct);
            }
            catch (Exception e) when (e is LocalPostgresException or IOException or UnauthorizedAccessException)
            {
                // Another process came first, or it is another account's.
            }
        }
    }

    private static async Task RemoveLeftoverAsync(string path, CancellationToken ct)
    {
        if (FolderLock.ReadOwner(path) is not { Process.IsAlive: false, Watchdog.IsAlive: false })
            return;
        var account = await ClusterAccount.ForAsync(path, ct);
        if (!await account.OwnsAsync(path, ct))
            return;
        var folder = new ClusterFolder(path, account);
        using var held = await FolderLock.TakeAsync(path, ct);
        await new Postmaster(folder).EndLeftoverAsync(ct);
        folder.Remove();
    }

    /// <summary>Where the socket goes. The kernel takes no socket path longer than 107 bytes.</summary>
    internal async Task<string> SocketFolderAsync(CancellationToken ct)
    {
        if (Encoding.UTF8.GetByteCount(Path + "/.s.PGSQL.65535.lock") <= 107)
            return Path;
        var sockets = "/tmp/da-" + RandomNumberGenerator.GetHexString(8, lowercase: true);
        Directory.CreateDirectory(sockets, Private);
        await Account.TakeOverAsync(ct, sockets);
        return sockets;
    }

    internal void Remove()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
