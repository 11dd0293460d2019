using DigitalAccess.Demo;
using DigitalAccess.Web.Tests.EndToEnd;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(DemoFixture))]

namespace DigitalAccess.Web.Tests.EndToEnd;

/// <summary>The demonstration as a newcomer starts it, on free ports, and a real browser. Started by the first test that needs it.</summary>
public sealed class DemoFixture : IAsyncDisposable
{
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly SemaphoreSlim _once = new(1, 1);
    private DemoHost? _demo;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal async Task<DemoHost> DemoAsync()
    {
        await _once.WaitAsync();
        try
        {
            return _demo ??= await DemoHost.StartAsync(DemoOptions.FreePorts with { Settings = new Dictionary<string, string?> { ["DigitalAccess:Pacing:Floor"] = "00:00:00.1" } }, TextWriter.Null);
        }
        finally
        {
            _once.Release();
        }
    }

    /// <summary>A browser window of its own: cookies, language, size.</summary>
    internal async Task<IBrowserContext> WindowAsync(string locale = "sv-SE", bool phone = false, bool javaScript = true, bool dark = false, bool bypassCsp = false)
    {
        await _once.WaitAsync();
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            _browser ??= await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium(), Args = Quiet });
        }
        finally
        {
            _once.Release();
        }

        var window = await _browser.NewContextAsync(new()
        {
            Locale = locale, JavaScriptEnabled = javaScript, BypassCSP = bypassCsp, ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = phone ? new() { Width = 390, Height = 844 } : new() { Width = 1280, Height = 900 },
        });
        window.SetDefaultTimeout(20_000);
        return window;
    }

    /// <summary>Under the names that ./test looks for.</summary>
    private static string Chromium() =>
        (from name in new[] { "chromium", "chromium-browser", "google-chrome" }
         from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
         let program = Path.Combine(folder, name)
         where File.Exists(program)
         select program).FirstOrDefault() ?? throw new FileNotFoundException("Chromium is not on this machine; ./test installs it (apt-get install chromium).");

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_demo is not null)
            await _demo.DisposeAsync();
    }
}
