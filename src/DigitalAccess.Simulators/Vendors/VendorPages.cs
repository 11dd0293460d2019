using System.Net;
using System.Security.Claims;

namespace DigitalAccess.Simulators.Vendors;

/// <summary>The simulated vendors' few pages.</summary>
internal static class VendorPages
{
    private static readonly string[] Titles =
        ["Morgonbladet", "Le Quotidien", "The Evening Star", "Die Zeitung", "El Diario", "Itä-Sanomat", "Al-Sabah", "Dagens Småland"];

    public static IResult Front(OidcVendorOptions vendor, ClaimsPrincipal patron, string? refused)
    {
        var body = patron.Identity?.IsAuthenticated == true ? SignedIn(patron) : SignedOut(refused);
        return Html(vendor.Name, body);
    }

    public static IResult Styles(string look) => Results.Text(
        Resource($"{look}.css"), "text/css");

    public static IResult Html(string title, string body) => Results.Content(
        $"""
        <!DOCTYPE html>
        <html lang="sv">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Encode(title)}</title><link rel="stylesheet" href="/styles.css"></head>
        <body><header><a class="logo" href="/">{Encode(title)}</a></header><main>{body}</main></body></html>
        """, "text/html; charset=utf-8");

    private static string SignedIn(ClaimsPrincipal patron) =>
        $"""
        <p class="welcome" id="signed-in">Läs fritt tack vare <strong id="library">{Encode(patron.FindFirstValue("library") ?? "ditt bibliotek")}</strong></p>
        {Covers()}
        <form method="post" action="/logout"><button type="submit">Logga ut</button></form>
        <details><summary>Vad vi fick veta</summary><dl id="claims">{string.Concat(patron.Claims.Select(c => $"<dt>{Encode(c.Type)}</dt><dd>{Encode(c.Value)}</dd>"))}</dl></details>
        """;

    private static string SignedOut(string? refused) =>
        $"""
        {(refused is null ? "" : $"<p class=\"refused\" id=\"refused\">Biblioteket sa nej: {Encode(refused)}</p>")}
        <p class="lead">Läs tidningar från hela världen. Gratis med ditt bibliotekskort.</p>
        <p><a class="button" id="library-login" href="/login">Logga in med ditt bibliotek</a></p>
        {Covers()}
        """;

    private static string Covers() =>
        "<ul class=\"covers\">"
        + string.Concat(Titles.Select((name, i) => $"<li class=\"cover c{i}\"><span>{name}</span></li>"))
        + "</ul>";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Resource(string name)
    {
        using var stream = typeof(VendorPages).Assembly.GetManifestResourceStream($"DigitalAccess.Simulators.Vendors.{name}");
        if (stream is null)
            return "";
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
