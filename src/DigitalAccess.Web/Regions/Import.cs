using DigitalAccess.Web.Data;
using DigitalAccess.Web.Regions.Applying;
using DigitalAccess.Web.Regions.Entries;
using DigitalAccess.Web.Saml.Certificates;
using DigitalAccess.Web.Saml.Metadata;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Regions;

/// <summary><c>digitalaccess import DIR [--dry-run]</c>: says every fault, or what it changes.</summary>
internal static class Import
{
    public static async Task<int> RunAsync(IServiceProvider services, string folder, bool dryRun, TextWriter output, CancellationToken ct)
    {
        var faults = new Faults();
        var region = services.GetRequiredService<RegionReader>().Read(folder, faults);
        if (faults.Any)
        {
            foreach (var fault in faults.Lines)
                await output.WriteLineAsync(fault);
            await output.WriteLineAsync($"{faults.Lines.Count()} to mend; nothing was changed");
            return 1;
        }

        if ((await services.GetRequiredService<DigitalAccessDb>().Database.GetPendingMigrationsAsync(ct)).Any())
        {
            await output.WriteLineAsync("the database is not up to date; run 'digitalaccess migrate' first");
            return 1;
        }

        foreach (var warning in faults.Warnings)
            await output.WriteLineAsync(warning);
        var lines = await services.GetRequiredService<RegionImporter>().ApplyAsync(region, dryRun, ct);
        foreach (var line in lines)
            await output.WriteLineAsync(line);
        await output.WriteLineAsync((lines.Count, dryRun) switch
        {
            (0, _) => "the database says already what the files say; nothing was changed",
            (_, true) => $"{lines.Count} to change; this was a dry run, nothing was changed",
            _ => $"{lines.Count} changed",
        });
        if (dryRun)
            return 0;

        // A library that is to have certificates of its own has them now, and not when a worker comes round to it.
        await services.GetRequiredService<CertificateMaker>().RotateAsync(ct);
        return await JudgeMetadataAsync(services, output, ct);
    }

    /// <summary>The region is as the files say; whether a vendor can be answered by the metadata in them is another question.</summary>
    private static async Task<int> JudgeMetadataAsync(IServiceProvider services, TextWriter output, CancellationToken ct)
    {
        var failed = (await services.GetRequiredService<MetadataRefresh>().RunImportedAsync(ct)).Where(result => result.Stored?.Fault is not null).ToList();
        foreach (var (slug, stored, serves) in failed)
            await output.WriteLineAsync($"service provider '{slug}' cannot be answered by this metadata, {(serves ? "so the earlier one serves on" : "and has no other, so no patron can be let in there")}: {stored!.Fault}");
        return failed.Count == 0 ? 0 : 1;
    }
}
