using System.Security.Cryptography;

namespace DigitalAccess.LocalPostgres;

/// <summary>Makes a cluster where there is none: initdb, in a folder that gets its real name only when it is complete.</summary>
internal static class ClusterInitialiser
{
    internal static int? MajorOf(ClusterFolder folder) =>
        File.Exists(Path.Combine(folder.Data, "PG_VERSION")) && int.TryParse(File.ReadAllText(Path.Combine(folder.Data, "PG_VERSION")), out var major)
            ? major
            : null;

    internal static async Task<string> EnsureAsync(
        ClusterFolder folder, PostgresBinaries binaries, Durability durability, string user, CancellationToken ct)
    {
        if (Directory.Exists(folder.Data))
            return File.ReadAllText(folder.PasswordFile).Trim();

        if (Directory.Exists(folder.UnfinishedData))
            Directory.Delete(folder.UnfinishedData, recursive: true);
        var password = RandomNumberGenerator.GetHexString(40, lowercase: true);
        await WritePasswordAsync(folder, password, ct);

        // scram even on loopback and on the socket: on a shared machine other people can connect to both.
        IEnumerable<string> line =
        [
            binaries.Initdb, "-D", folder.UnfinishedData, "-U", user, "--pwfile", folder.PasswordFile,
            "--auth-local=scram-sha-256", "--auth-host=scram-sha-256", "--encoding=UTF8",
            .. await LocaleAsync(binaries, ct), "--no-instructions",
            .. durability == Durability.FastAndForgetful ? new[] { "--no-sync" } : [],
        ];
        var initdb = await Command.RunAsync(folder.Account.Line(line), ct, workingFolder: folder.Path);
        if (initdb.ExitCode != 0)
            throw new LocalPostgresException($"initdb could not make a cluster in {folder.Path}:\n{initdb.Said}");
        Directory.Move(folder.UnfinishedData, folder.Data);
        return password;
    }

    private static async Task WritePasswordAsync(ClusterFolder folder, string password, CancellationToken ct)
    {
        File.Delete(folder.PasswordFile);
        var file = new FileStream(folder.PasswordFile, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        await using (var writer = new StreamWriter(file))
            await writer.WriteLineAsync(password);
        await folder.Account.TakeOverAsync(ct, folder.PasswordFile);
    }

    /// <summary>
    /// Code-point order and Unicode letters, the same on every machine; where a page sorts names for people, the query
    /// names an ICU collation. From version 17 the server brings such a locale itself. Plain C knows no å.
    /// </summary>
    private static async Task<IEnumerable<string>> LocaleAsync(PostgresBinaries binaries, CancellationToken ct)
    {
        if (binaries.Major >= 17)
            return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
        var locales = Command.FindOnPath("locale") is { } locale ? (await Command.RunAsync([locale, "-a"], ct)).Output.Split('\n') : [];
        return locales.Contains("C.utf8") || locales.Contains("C.UTF-8") ? ["--locale=C.UTF-8"] : ["--locale=C"];
    }
}
