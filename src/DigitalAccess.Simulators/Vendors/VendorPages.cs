using System.Net;
using System.Security.Claims;

namespace DigitalAccess.Simulators.Vendors;

/// <summary>The simulated vendors' few pages, in the look that the vendor wears.</summary>
internal static class VendorPages
{
    public static IResult Front(VendorFace vendor, ClaimsPrincipal patron, string? refused)
    {
        var isOpen = patron.Identity?.IsAuthenticated == true;
        var look = VendorLook.Of(vendor.Look);
        return Page(vendor, look, patron,
            (refused is null ? "" : $"""<p class="refused" id="refused" role="alert">Biblioteket sa nej: {Encode(refused)}</p>""")
            + look.Shelf(isOpen) + (isOpen ? Claims(patron) : ""));
    }

    /// <summary>What opens when a signed-in patron chooses something on the shelf.</summary>
    public static IResult Opened(VendorFace vendor, ClaimsPrincipal patron, int number)
    {
        var look = VendorLook.Of(vendor.Look);
        return look.Opened(number) is { } body ? Page(vendor, look, patron, body) : Results.NotFound();
    }

    /// <summary>Where a visitor who did not come from a library says which is theirs.</summary>
    public static IResult Choose(VendorFace vendor, string to, Uri identityProviders) => Page(vendor, VendorLook.Of(vendor.Look), new ClaimsPrincipal(),
        "<h1>Vilket är ditt bibliotek?</h1><ul>" + string.Concat(LibraryNames.Codes.Select(code =>
            $"""
            <li><a href="/login?identityProvider={Uri.EscapeDataString(identityProviders.AbsoluteUri + code)}&amp;to={Uri.EscapeDataString(to)}">{Encode(LibraryNames.Of(code))}</a></li>
            """)) + "</ul>");

    public static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static IResult Page(VendorFace vendor, VendorLook look, ClaimsPrincipal patron, string main)
    {
        var isOpen = patron.Identity?.IsAuthenticated == true;
        var access = isOpen
            ? $"""<div class="strip strip-open" role="region" aria-label="Din tillgång"><div class="wrap"><p id="signed-in"><strong>{look.Welcome} <span id="library">{Encode(LibraryNames.Of(patron.FindFirstValue("library")))}</span></strong></p></div></div>"""
            : $"""<div class="strip" role="region" aria-label="Din tillgång"><div class="wrap"><p>{look.Sample}</p></div></div>""";
        var button = isOpen
            ? """<form method="post" action="/logout"><button class="btn btn-line" type="submit">Logga ut</button></form>"""
            : """<a class="btn" id="library-login" href="/login">Logga in med ditt bibliotek</a>""";
        return Results.Content(
            $"""
            <!DOCTYPE html>
            <html lang="sv">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="{look.ColorScheme}">
              <title>{Encode(vendor.Name)} – {look.Tagline}</title>
              <link rel="icon" href="/files/covers/{look.Icon}.svg" type="image/svg+xml">
              <link rel="stylesheet" href="/files/{look.Stylesheet}">
            </head>
            <body>
            <a class="skip" href="#main">Hoppa till innehållet</a>
            <header class="top">
              <div class="awning"></div>
              <div class="wrap top-row">
                <div><a class="brand" href="/">{look.Brand(vendor.Name)}</a><p class="tag">{look.Tagline}</p></div>
                {button}
              </div>
            </header>
            {access}
            <main id="main" tabindex="-1"><div class="wrap">
            {main}
            </div></main>
            <footer class="foot"><div class="wrap">En påhittad leverantör för demo och prov.</div></footer>
            </body>
            </html>
            """, "text/html; charset=utf-8");
    }

    private static string Claims(ClaimsPrincipal patron) =>
        $"""
        <details class="learnt"><summary>Det här fick vi veta om dig</summary>
        <dl id="claims">{string.Concat(patron.Claims.Select(c => $"<dt>{Encode(c.Type)}</dt><dd>{Encode(c.Value)}</dd>"))}</dl></details>
        """;
}

/// <summary>How a vendor presents itself.</summary>
/// <param name="Name">What stands on the front page.</param>
/// <param name="Look">Which of the simulated sites' looks it wears.</param>
internal sealed record VendorFace(string Name, string Look);
