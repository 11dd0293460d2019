using DigitalAccess.Web.Releases.VendorSheets;

namespace DigitalAccess.Web.Hosting.Commands;

/// <summary>
/// What goes to a vendor's engineer, of an OpenID Connect client by its id or of a SAML service provider by its slug. A fault goes
/// to the other stream, so that <c>&gt; sheet.md</c> keeps the sheet alone.
/// </summary>
internal static class PrintVendorSheet
{
    public static async Task<int> RunAsync(IServiceProvider services, string name, TextWriter output, TextWriter faults, CancellationToken ct)
    {
        VendorSheet[] sheets =
        [
            await services.GetRequiredService<Oidc.VendorSheets.SheetMaker>().MakeAsync(name, ct),
            await services.GetRequiredService<Saml.VendorSheets.SheetMaker>().MakeAsync(name, ct),
        ];

        // A vendor may be connected in both ways under one name.
        foreach (var made in sheets.OfType<VendorSheet.Made>())
            await output.WriteLineAsync(made.Markdown);
        if (sheets.OfType<VendorSheet.Made>().Any())
            return 0;
        await faults.WriteLineAsync($"{name}: no client and no service provider that is switched on has this name.");
        await faults.WriteLineAsync(Known("Clients", sheets[0]));
        await faults.WriteLineAsync(Known("Service providers", sheets[1]));
        return 1;
    }

    private static string Known(string kind, VendorSheet nobody) => nobody is VendorSheet.NoSuchVendor { Known: { Count: > 0 } names }
        ? $"{kind}: {string.Join(", ", names)}."
        : $"{kind}: none. They come from the region's files: digitalaccess import.";
}
