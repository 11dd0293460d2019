using System.Diagnostics;
using DigitalAccess.Simulators;

namespace DigitalAccess.Web.Tests.Support;

/// <summary>Apache as Debian packages it, in a folder and at a port of its own: <c>/read/</c> is what a vendor protects, <c>/goodbye</c> is open.</summary>
internal sealed class Apache : IAsyncDisposable
{
    private const string Modules = "/usr/lib/apache2/modules";

    private readonly int _port = FreePort.Take();
    private Process? _process;

    public string Folder { get; } = Directory.CreateTempSubdirectory("da-apache-").FullName;
    public string Address => $"http://127.0.0.1:{_port}";

    public Task<string> LogAsync() => System.IO.File.ReadAllTextAsync(File("error.log"));

    public string File(string name) => Path.Combine(Folder, name);

    /// <param name="module">What signs people in here, without its <c>mod_</c>.</param>
    /// <param name="directives">How.</param>
    public async Task StartAsync(string module, string directives)
    {
        Assert.True(System.IO.File.Exists($"{Modules}/mod_{module}.so"), $"Apache's mod_{module} is not on this machine; ./test installs it (apt-get install libapache2-mod-{module.Replace('_', '-')}).");
        Directory.CreateDirectory(File("www/read"));
        await System.IO.File.WriteAllTextAsync(File("www/read/index.html"), "<p>today's paper</p>");
        await System.IO.File.WriteAllTextAsync(File("www/goodbye"), "goodbye");
        await System.IO.File.WriteAllTextAsync(File("apache.conf"), Configuration(module, directives));
        foreach (var folder in Directory.EnumerateDirectories(Folder, "*", SearchOption.AllDirectories).Append(Folder))
            if (!OperatingSystem.IsWindows())
                System.IO.File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_101 | UnixFileMode.OtherWrite);
        _process = Process.Start(new ProcessStartInfo("/usr/sbin/apache2", ["-X", "-f", File("apache.conf")]) { RedirectStandardError = true })!;
        await AnswersAsync(_process);
    }

    public ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            _process.Kill(entireProcessTree: true);
        _process?.Dispose();
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task AnswersAsync(Process process)
    {
        using var http = new HttpClient();
        await Eventually.HoldsAsync(async () =>
        {
            Assert.False(process.HasExited, $"Apache did not start: {(process.HasExited ? await process.StandardError.ReadToEndAsync() : "")}");
            try
            {
                using var answer = await http.GetAsync($"{Address}/goodbye");
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, "Apache answers");
    }

    private string Configuration(string module, string directives)
    {
        var loads = new[] { "mpm_event", "authz_core", "authn_core", "authz_user", module, "dir", "mime", "headers", "unixd", "env", "setenvif", "alias" }
            .Where(m => System.IO.File.Exists($"{Modules}/mod_{m}.so")).Select(m => $"LoadModule {m}_module {Modules}/mod_{m}.so");
        return $"""
            {string.Join('\n', loads)}
            ServerName 127.0.0.1
            Listen 127.0.0.1:{_port}
            PidFile {Folder}/pid
            Mutex file:{Folder} default
            DefaultRuntimeDir {Folder}
            User www-data
            Group www-data
            ErrorLog {Folder}/error.log
            TypesConfig /etc/mime.types
            DocumentRoot {Folder}/www
            DirectoryIndex index.html
            <Directory {Folder}/www>
              Require all granted
            </Directory>
            {directives}
            """;
    }
}
