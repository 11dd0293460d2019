using System.Globalization;
using System.Text.RegularExpressions;

namespace DigitalAccess.LocalPostgres;

/// <summary>One installed PostgreSQL: the folder of its programs and its major version.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    /// <summary>The oldest version that the schema works on (Debian 12 has it).</summary>
    private const int OldestMajor = 15;

    private const string HowToInstall =
        "Install it (Debian, Ubuntu: apt-get install postgresql), or set PG_BIN to the folder that holds initdb, postgres and psql.";

    private static readonly string[] LibraryFolders = ["../lib", "../lib/postgresql", "../lib64/pgsql"];

    internal string Initdb => Path.Combine(Folder, "initdb");
    internal string Postgres => Path.Combine(Folder, "postgres");
    internal string Psql => Path.Combine(Folder, "psql");

    internal bool HasLibrary(string name) =>
        LibraryFolders.Any(libraries => File.Exists(Path.Combine(Folder, libraries, name + ".so")));

    /// <param name="wantedMajor">The version that an existing cluster was made by; no other can open it.</param>
    internal static async Task<PostgresBinaries> FindAsync(int? wantedMajor, CancellationToken ct)
    {
        List<PostgresBinaries> found = [];
        foreach (var folder in Candidates())
        {
            if (await ReadAsync(folder, ct) is not { } binaries)
                continue;
            if (wantedMajor is null ? binaries.Major >= OldestMajor : binaries.Major == wantedMajor)
                return binaries;
            found.Add(binaries);
        }

        var seen = found.Count == 0 ? "" : " Found only " + string.Join(", ", found.Select(b => $"version {b.Major} in {b.Folder}")) + ".";
        throw new LocalPostgresException(wantedMajor is { } major
            ? $"The cluster was made by PostgreSQL {major}, which is not on this machine.{seen} {HowToInstall} Or remove the cluster's folder to begin anew."
            : $"PostgreSQL {OldestMajor} or later is not on this machine.{seen} {HowToInstall}");
    }

    /// <summary>PG_BIN is an order, not a hint: when it is set, nowhere else is looked.</summary>
    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("PG_BIN") is { Length: > 0 } ordered)
            return [ordered];

        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql")
                .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var major) ? major : 0)
                .Select(folder => Path.Combine(folder, "bin"))
            : [];
        return Command.FindOnPath("initdb") is { } initdb
            ? debian.Append(Path.GetDirectoryName(new FileInfo(initdb).ResolveLinkTarget(true)?.FullName ?? initdb)!)
            : debian;
    }

    private static async Task<PostgresBinaries?> ReadAsync(string folder, CancellationToken ct)
    {
        var binaries = new PostgresBinaries(Path.GetFullPath(folder), 0);
        if (!File.Exists(binaries.Initdb) || !File.Exists(binaries.Postgres) || !File.Exists(binaries.Psql))
            return null;
        var version = await Command.RunAsync([binaries.Postgres, "--version"], ct);
        return VersionNumber().Match(version.Output) is { Success: true } match
            ? binaries with { Major = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) }
            : null;
    }

    [GeneratedRegex(@"PostgreSQL\) (\d+)")]
    private static partial Regex VersionNumber();
}
