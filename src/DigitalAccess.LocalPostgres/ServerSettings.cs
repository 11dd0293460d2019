using System.Globalization;

namespace DigitalAccess.LocalPostgres;

/// <summary>Server settings, given on the command line so that a start never has to edit files in the cluster.</summary>
internal static class ServerSettings
{
    internal static IReadOnlyDictionary<string, string> For(
        PostgresClusterOptions options, PostgresBinaries binaries, int port, string socketFolder)
    {
        var settings = new Dictionary<string, string>
        {
            ["listen_addresses"] = "127.0.0.1",
            ["port"] = port.ToString(CultureInfo.InvariantCulture),
            ["unix_socket_directories"] = $"\"{socketFolder}\"",
            ["unix_socket_permissions"] = "0700",
            ["max_connections"] = options.MaxConnections.ToString(CultureInfo.InvariantCulture),
            ["timezone"] = "UTC",
            ["log_timezone"] = "UTC",
            ["lc_messages"] = "C",
            ["log_line_prefix"] = "%m [%p] %d ",
            // Shared memory beyond the first segment lives in the data folder, so nothing can be left behind in /dev/shm.
            ["dynamic_shared_memory_type"] = "mmap",
        };
        if (binaries.HasLibrary("pg_stat_statements"))
            settings["shared_preload_libraries"] = "pg_stat_statements";
        if (options.Durability == Durability.FastAndForgetful)
        {
            settings["fsync"] = "off";
            settings["synchronous_commit"] = "off";
            settings["full_page_writes"] = "off";
            settings["wal_level"] = "minimal";
            settings["max_wal_senders"] = "0";
            settings["checkpoint_timeout"] = "1h";
            settings["jit"] = "off";
        }

        foreach (var (name, value) in options.ExtraSettings)
            settings[name] = value;
        return settings;
    }
}
