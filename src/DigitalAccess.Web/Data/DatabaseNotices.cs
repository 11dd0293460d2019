using Npgsql;

namespace DigitalAccess.Web.Data;

/// <summary>Work that is done when the database says that there is some (LISTEN, NOTIFY).</summary>
internal static class DatabaseNotices
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Does the work once the line is open, then after each word on the channel, or after so long a silence as the work asks for: a
    /// word may have been lost with a connection that nobody saw break. Where the line breaks or the work fails, it begins anew.
    /// </summary>
    /// <param name="database">Where to listen.</param>
    /// <param name="channel">The channel's name.</param>
    /// <param name="work">The work; it says how long to wait without a word.</param>
    /// <param name="failed">Told why, at the first failure after it went well.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task FollowAsync(NpgsqlDataSource database, string channel, Func<Task<TimeSpan>> work, Action<string> failed, CancellationToken ct)
    {
        var told = false;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(database, channel, async () =>
                {
                    var silence = await work();
                    told = false;
                    return silence;
                }, ct);
            }
            catch (Exception e)
            {
                if (ct.IsCancellationRequested)
                    return;
                if (!told)
                    failed(e.Message);
                told = true;
                await Task.Delay(Pause, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static async Task ListenAsync(NpgsqlDataSource database, string channel, Func<Task<TimeSpan>> work, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await ExecuteAsync(connection, $"listen {channel}", ct);
        try
        {
            while (true)
                await connection.WaitAsync(await work(), ct);
        }
        finally
        {
            // The pool gives connections on as they are.
            if (connection.State == System.Data.ConnectionState.Open)
                await ExecuteAsync(connection, "unlisten *", CancellationToken.None);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string text, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(text, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
