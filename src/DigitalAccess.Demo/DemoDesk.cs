using System.Net;
using DigitalAccess.Simulators.Sip2;

namespace DigitalAccess.Demo;

/// <summary>One page that helps whoever tries the demonstration: addresses, cards, one-time codes, and faults to switch on.</summary>
internal sealed class DemoDesk : IAsyncDisposable
{
    private static readonly Dictionary<string, (string Label, Sip2Fault Fault)> Faults = new()
    {
        ["none"] = ("Svarar som vanligt", Sip2Fault.None),
        ["silent"] = ("Svarar inte alls", Sip2Fault.NeverAnswer),
        ["offline"] = ("Säger att det är stängt", Sip2Fault.Offline),
        ["garbage"] = ("Svarar med skräp", Sip2Fault.GarbageBytes),
    };

    private readonly WebApplication _app;

    private DemoDesk(WebApplication app) => _app = app;

    public static async Task<DemoDesk> StartAsync(DemoHost demo, CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{demo.Addresses.Desk.Port}");
        var app = builder.Build();

        // The broker's own files, served from here: it lets no other origin use them.
        app.UseStaticFiles(new StaticFileOptions { FileProvider = demo.Services.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider });
        app.MapGet("/", () => Results.Content(Page(demo), "text/html; charset=utf-8"));
        app.MapPost("/faults", (HttpRequest request) =>
        {
            foreach (var (slug, ils) in demo.Ilss)
                if (request.Form[slug].ToString() is { Length: > 0 } chosen && Faults.TryGetValue(chosen, out var fault))
                    ils.Fault = fault.Fault;
            return Results.Redirect("/");
        });
        await app.StartAsync(ct);
        return new DemoDesk(app);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static string Page(DemoHost demo) =>
        $"""
        <!DOCTYPE html>
        <html lang="sv">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <title>Demobordet – DigitalAccess</title>
          <link rel="stylesheet" href="/css/site.css">
        </head>
        <body data-accent="blueberry">
        <main id="main">
          <div class="band"><div class="wrap band-inner"><h1>Demobordet</h1><p class="lead">Allt här är påhittat. Inget kort, ingen kod och inget bibliotekssystem är på riktigt.</p></div></div>
          <div class="wrap page"><div class="panels">
            {Table("Adresser", ["Vad", "Adress"], Addresses(demo))}
            {Table("Personal", ["Konto", "Lösenord", "Kod just nu"], Staff(demo))}
            {Table("Provkort", ["Bibliotek", "Lånekortsnummer", "PIN-kod", "Vad kortet visar"], Cards(demo))}
            <form method="post" action="/faults">{Table("Fel att slå på", ["Bibliotek", "Bibliotekssystemet"], FaultRows(demo))}<button>Spara felen</button></form>
          </div></div>
        </main>
        </body>
        </html>
        """;

    private static IEnumerable<string[]> Addresses(DemoHost demo) =>
        new (string What, Uri Where)[]
        {
            ("Låntagare väljer bibliotek", demo.Addresses.Broker), ("Personal", new Uri(demo.Addresses.Broker, "staff")),
            ("Nyhetskiosken", demo.Addresses.Kiosk), ("Filmrummet", demo.Addresses.Film), ("PressReader", demo.Addresses.Press), ("Alla komponenter", new Uri(demo.Addresses.Broker, "style")),
            ("Bakgrundsarbetet (drift@example.se)", new Uri(demo.Addresses.Broker, "ops/jobs")),
        }.Select(a => new[] { a.What, $"<a href=\"{a.Where}\">{a.Where}</a>" });

    private static IEnumerable<string[]> Staff(DemoHost demo)
    {
        var code = OneTimeCode.At(demo.Secrets.TotpSecret, TimeProvider.System.GetUtcNow());
        return DemoBroker.StaffEmails.Select(email => new[] { email, $"<code>{demo.Secrets.StaffPassword}</code>", $"<code>{code}</code>" });
    }

    private static IEnumerable<string[]> Cards(DemoHost demo) =>
        demo.Ilss.SelectMany(ils => ils.Value.ScenarioPatrons.Select(p => new[] { ils.Key, $"<code>{p.Card}</code>", $"<code>{p.Pin}</code>", p.Scenario! }));

    private static IEnumerable<string[]> FaultRows(DemoHost demo) =>
        demo.Ilss.Select(ils => new[]
        {
            ils.Key,
            $"<select name=\"{ils.Key}\" aria-label=\"Fel hos {ils.Key}\">"
            + string.Concat(Faults.Select(f => $"<option value=\"{f.Key}\"{(ils.Value.Fault == f.Value.Fault ? " selected" : "")}>{f.Value.Label}</option>"))
            + "</select>",
        });

    private static string Table(string heading, string[] columns, IEnumerable<string[]> rows) =>
        $"<section class=\"panel\"><h2>{WebUtility.HtmlEncode(heading)}</h2><div class=\"table-scroll\"><table><thead><tr>"
        + string.Concat(columns.Select(c => $"<th scope=\"col\">{c}</th>")) + "</tr></thead><tbody>"
        + string.Concat(rows.Select(r => $"<tr><th scope=\"row\">{r[0]}</th>{string.Concat(r.Skip(1).Select(c => $"<td>{c}</td>"))}</tr>"))
        + "</tbody></table></div></section>";
}
