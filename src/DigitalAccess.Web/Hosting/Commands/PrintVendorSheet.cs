using DigitalAccess.Web.Oidc.VendorSheets;

namespace DigitalAccess.Web.Hosting.Commands;

/// <summary>What goes to a vendor's engineer. A fault goes to the other stream, so that <c>&gt; sheet.md</c> keeps the sheet alone.</summary>
internal static class PrintVendorSheet
{
    public static async Task<int> RunAsync(IServiceProvider services, string clientId, TextWriter output, TextWriter faults, CancellationToken ct)
    {
        switch (await services.GetRequiredService<SheetMaker>().MakeAsync(clientId, ct))
        {
            case VendorSheet.Made sheet:
                await output.WriteLineAsync(sheet.Markdown);
                return 0;
            case VendorSheet.NoSuchClient { Known: [] }:
                await faults.WriteLineAsync($"{clientId}: there is no client at all. Clients come from the region's files: digitalaccess import.");
                return 1;
            case VendorSheet.NoSuchClient nobody:
                await faults.WriteLineAsync($"{clientId}: no client that is switched on has this id. There are: {string.Join(", ", nobody.Known)}.");
                return 1;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
