using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;

namespace DigitalAccess.Benchmarks.Load;

/// <summary>
/// <c>dotnet run -c Release --project tests/DigitalAccess.Benchmarks -- load [--warm 45] [--seconds 10] [--reps 3] [--vus 16] [--flows sso,login] [--algorithm ES256] [--hold]</c>:
/// flows per second of processor time of program and database together, beside the bare engine in the same run. With
/// <c>--hold</c> it prints the addresses for another load generator and waits.
/// </summary>
internal static class LoadCommand
{
    private static readonly string[] AllFlows = ["sso", "login", "client-credentials", "refresh", "saml-sso", "saml-login"];

    public static async Task<int> RunAsync(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var (warm, seconds, reps, users) = (Number("--warm", 45), Number("--seconds", 10), Number("--reps", 3), Number("--vus", 16));
        var flows = Option("--flows")?.Split(',') ?? AllFlows;
        var algorithm = Option("--algorithm") ?? "ES256";
        await using var stage = await LoadStage.StartAsync(algorithm, Console.Out);
        if (arguments.Contains("--hold"))
            return await HoldAsync(stage);

        Console.WriteLine($"{users} at once, {reps} times {seconds} s after {warm} s of warming, identity tokens {algorithm}; per second of processor time of program and database:");
        Console.WriteLine("| flow | broker | of it database | bare engine | ratio | writing commits per flow | signatures/s |");
        Console.WriteLine("|---|--:|--:|--:|--:|--:|--:|");
        foreach (var flow in flows)
        {
            // In turn, so that what the machine does besides falls on both alike.
            var broker = await MeasureAsync(stage, stage.Broker, flow, users, warm, seconds, reps);
            if (flow.StartsWith("saml", StringComparison.Ordinal))
            {
                Console.WriteLine($"| {flow} | {broker.PerSecond:0} | {broker.Database:0 %} | speaks no SAML | | {broker.Commits:0.00} | {CpuTime.SignaturesPerSecond():0} |");
                continue;
            }

            var bare = await MeasureAsync(stage, stage.Bare, flow, users, warm, seconds, reps);
            Console.WriteLine($"| {flow} | {broker.PerSecond:0} | {broker.Database:0 %} | {bare.PerSecond:0} | {broker.PerSecond / bare.PerSecond:0.0} | {broker.Commits:0.00} | {CpuTime.SignaturesPerSecond():0} |");
        }

        return 0;

        string? Option(string name) => Array.IndexOf(arguments, name) is >= 0 and var at && at + 1 < arguments.Length ? arguments[at + 1] : null;
        int Number(string name, int otherwise) => Option(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
    }

    private static async Task<Measured> MeasureAsync(LoadStage stage, Target target, string flow, int users, int warm, int seconds, int reps)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, MaxConnectionsPerServer = users });
        var patrons = stage.Ils.Patrons.Where(p => p.Pin.Length > 0 && p.Scenario is null).Take(users).Select(p => new VirtualPatron(target, http, p.Card, p.Pin)).ToList();
        foreach (var patron in patrons)
            await patron.PrepareAsync(flow);
        var (done, stop, faults) = (0L, false, new ConcurrentQueue<string>());
        var running = patrons.ConvertAll(patron => Task.Run(async () =>
        {
            while (!Volatile.Read(ref stop))
            {
                try
                {
                    await patron.RunAsync(flow);
                    Interlocked.Increment(ref done);
                }
                catch (Exception e) when (e is FlowException or HttpRequestException)
                {
                    faults.Enqueue(e.Message);
                    await Task.Delay(20);
                }
            }
        }));
        await Task.Delay(TimeSpan.FromSeconds(warm));
        var results = new List<Measured>();
        for (var rep = 0; rep < reps; rep++)
        {
            var (flows, program, database, commits) = (Interlocked.Read(ref done), CpuTime.OfProcess(target.ProcessId), CpuTime.OfPostgres(stage.Postgres.PostmasterPid), await WriteTransactionsAsync(target));
            await Task.Delay(TimeSpan.FromSeconds(seconds));
            var made = Interlocked.Read(ref done) - flows;
            (program, database) = (CpuTime.OfProcess(target.ProcessId) - program, CpuTime.OfPostgres(stage.Postgres.PostmasterPid) - database);
            results.Add(new Measured(made / (program + database), database / (program + database), (await WriteTransactionsAsync(target) - commits) / (double)made));
        }

        Volatile.Write(ref stop, true);
        await Task.WhenAll(running);
        if (!faults.IsEmpty)
            Console.WriteLine($"{target.Name} {flow}: {faults.Count} of {done + faults.Count} flows failed: {faults.First()}");
        return results.OrderBy(r => r.PerSecond).ElementAt(reps / 2);
    }

    /// <summary>Only what writes gets a number, and each such commit waits for the disk; the question itself takes none.</summary>
    private static async Task<long> WriteTransactionsAsync(Target target)
    {
        await using var connection = new NpgsqlConnection(target.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<int> HoldAsync(LoadStage stage)
    {
        var patrons = stage.Ils.Patrons.Where(p => p.Pin.Length > 0 && p.Scenario is null).Select(p => $"[\"{p.Card}\",\"{p.Pin}\"]");
        foreach (var target in new[] { stage.Broker, stage.Bare })
            Console.WriteLine($"{target.Name}: {target.Origin} process {target.ProcessId} database \"{target.ConnectionString}\"");
        Console.WriteLine($"PostgreSQL: process {stage.Postgres.PostmasterPid}; client {LoadStage.Client}, service {LoadStage.Service}, secret {LoadStage.Secret}");
        var file = Path.Combine(Path.GetTempPath(), "da-load-patrons.json");
        await File.WriteAllTextAsync(file, $"[{string.Join(',', patrons)}]");
        Console.WriteLine($"cards and PINs: {file}\nEnter ends it.");
        await Task.Run(Console.ReadLine);
        return 0;
    }

    /// <param name="PerSecond">Flows per second of processor time.</param>
    /// <param name="Database">The database's part of that time.</param>
    /// <param name="Commits">Commits that wrote something, per flow.</param>
    private sealed record Measured(double PerSecond, double Database, double Commits);
}
