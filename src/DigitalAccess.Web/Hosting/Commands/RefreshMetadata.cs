using System.Globalization;
using DigitalAccess.Web.Saml.Metadata;

namespace DigitalAccess.Web.Hosting.Commands;

/// <summary>Asks for service providers' metadata now, for whoever does not want to wait for the worker's turn, and tells how it went.</summary>
internal static class RefreshMetadata
{
    public static async Task<int> RunAsync(IServiceProvider services, string? slug, TextWriter output, CancellationToken ct)
    {
        var results = await services.GetRequiredService<MetadataRefresh>().RunAtOnceAsync(slug, ct);
        if (results.Count == 0)
        {
            await output.WriteLineAsync(slug is null
                ? "There is no service provider that is switched on. They come from the region's files: digitalaccess import."
                : $"{slug}: no service provider that is switched on has this slug.");
            return slug is null ? 0 : 1;
        }

        foreach (var result in results)
            await output.WriteLineAsync($"{result.Slug}: {Told(result)}");
        return results.Any(result => result.Stored?.Fault is not null) ? 1 : 0;
    }

    private static string Told(RefreshedMetadata result) => result.Stored switch
    {
        null => "another worker is at it just now.",
        { Fault: { } fault } when !result.Serves => $"{fault} There is no metadata to go by.",
        { Fault: { } fault, FetchedAt: var at } => $"{fault} That of {at:u} serves on as long as it is valid.",
        { ValidUntil: { } until } => string.Create(CultureInfo.InvariantCulture, $"up to date, valid until {until:u}."),
        _ => "up to date.",
    };
}
