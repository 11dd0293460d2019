using System.Collections.Concurrent;
using System.Diagnostics;
using DigitalAccess.Simulators;

namespace DigitalAccess.Web.Tests.Support;

/// <summary>The real program as a process of its own, so that it can be killed as no program expects.</summary>
internal sealed class BrokerProcess : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private BrokerProcess(ProcessStartInfo start, Uri origin)
    {
        Origin = origin;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Origin { get; }
    public int Id => _process.Id;

    /// <summary>All that it has written, to standard output and standard error.</summary>
    public string Output => string.Join('\n', _output);

    private string LastWords => string.Join('\n', _output.TakeLast(20));

    /// <summary>Starts it in a role and waits until it is ready.</summary>
    public static async Task<BrokerProcess> StartAsync(string connectionString, string role, int? port = null, params (string Name, string Value)[] settings)
    {
        var origin = new Uri($"http://localhost:{port ?? FreePort.Take()}/");
        var broker = new BrokerProcess(Program([], [
            ("ConnectionStrings__DigitalAccess", connectionString),
            ("DigitalAccess__Origin", origin.AbsoluteUri.TrimEnd('/')),
            ("DigitalAccess__Role", role),
            ("DigitalAccess__Pacing__Floor", "00:00:00"),
            ("DigitalAccess__DataProtectionCertificate", WrappingCertificate.Shared),
            ("ASPNETCORE_URLS", $"http://127.0.0.1:{origin.Port}"),
            ("Logging__LogLevel__Default", "Warning"),
            .. settings,
        ]), origin);
        try
        {
            await broker.UntilReadyAsync();
            return broker;
        }
        catch
        {
            broker.Dispose();
            throw;
        }
    }

    /// <summary>Runs a command to its end.</summary>
    /// <returns>Its exit code, and what it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(string[] arguments, string? input = null, params (string Name, string Value)[] settings)
    {
        using var broker = new BrokerProcess(Program(arguments, settings), new Uri("http://localhost/"));
        await broker._process.StandardInput.WriteAsync(input);
        broker._process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await broker._process.WaitForExitAsync(patience.Token);
        return (broker._process.ExitCode, broker.Output);
    }

    /// <summary>kill -9: no handler runs, nothing is flushed.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private static ProcessStartInfo Program(string[] arguments, (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "digitalaccess.dll"), .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return start;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
            _output.Enqueue(line.Data);
    }

    private async Task UntilReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = Origin };
        await Eventually.HoldsAsync(async () =>
        {
            Assert.False(_process.HasExited, $"the program ended by itself:\n{Output}");
            try
            {
                using var answer = await http.GetAsync("health/ready");
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, "the program is ready", seconds: 90, () => LastWords);
    }
}
