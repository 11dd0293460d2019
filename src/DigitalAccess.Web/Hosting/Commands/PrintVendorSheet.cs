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
        foreach (var (kind, sheet) in new[] { "Clients", "Service providers" }.Zip(sheets.Cast<VendorSheet.NoSuchVendor>()))
            await faults.WriteLineAsync(sheet.Known.Count == 0 ? $"{kind}: none. They come from the region's files: digitalaccess import." : $"{kind}: {string.Join(", ", sheet.Known)}.");
        return 1;
    }
}
