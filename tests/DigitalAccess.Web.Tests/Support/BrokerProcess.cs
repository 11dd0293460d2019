using System.Diagnostics;
using DigitalAccess.Simulators;

namespace DigitalAccess.Web.Tests.Support;

/// <summary>The real program as a process of its own, so that it can be killed as no program expects.</summary>
internal sealed class BrokerProcess : IDisposable
{
    private readonly Process _process;

    private BrokerProcess(Process process, Uri origin) => (_process, Origin) = (process, origin);

    public Uri Origin { get; }

    public static async Task<BrokerProcess> StartAsync(string connectionString, string role, int? port = null)
    {
        var origin = new Uri($"http://localhost:{port ?? FreePort.Take()}/");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "digitalaccess.dll")])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["ConnectionStrings__DigitalAccess"] = connectionString,
            ["DigitalAccess__Origin"] = origin.AbsoluteUri.TrimEnd('/'),
            ["DigitalAccess__Role"] = role,
            ["DigitalAccess__Pacing__Floor"] = "00:00:00",
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{origin.Port}",
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["DigitalAccess__DataProtectionCertificate"] = WrappingCertificate.Shared,
            ["Logging__LogLevel__Default"] = "Warning",
        })
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var broker = new BrokerProcess(process, origin);
        await broker.UntilReadyAsync();
        return broker;
    }

    /// <summary>kill -9: no handler runs, nothing is flushed.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }

    private async Task UntilReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = Origin };
        for (var i = 0; i < 300; i++)
        {
            Assert.False(_process.HasExited, "the program ended by itself");
            try
            {
                using var answer = await http.GetAsync("health/ready");
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(200);
        }

        Assert.Fail("the program was not ready within a minute");
    }
}
