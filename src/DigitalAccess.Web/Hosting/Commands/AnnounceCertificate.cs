using System.Globalization;
using DigitalAccess.Web.Saml.Certificates;

namespace DigitalAccess.Web.Hosting.Commands;

/// <summary>Publishes the next SAML certificates before their time, for a region that wants to change when it suits its vendors.</summary>
internal static class AnnounceCertificate
{
    public static async Task<int> RunAsync(IServiceProvider services, string? library, TextWriter output, CancellationToken ct)
    {
        var overview = services.GetRequiredService<CertificateOverview>();
        if ((await overview.ReadAsync(ct)).SingleOrDefault(o => o.Library?.Slug == library) is not { } owner)
        {
            await output.WriteLineAsync($"{library}: no library that is switched on has this slug and a certificate of its own. Without a name, the certificate that libraries share is announced.");
            return 1;
        }

        var clock = services.GetRequiredService<TimeProvider>();
        var made = await services.GetRequiredService<CertificateMaker>().AnnounceAsync(
            owner.Library?.Id, line => line.Now.Count > 0 && line.IsSettled(owner.VendorsChange, clock.GetUtcNow()), ct);
        if (made.Count == 0)
        {
            await RefuseAsync(owner, output);
            return 1;
        }

        foreach (var certificate in made)
            await output.WriteLineAsync($"published: {certificate.Kind} certificate {certificate.Thumbprint}, good until {certificate.NotAfter:u}");
        await output.WriteLineAsync($"It signs from {made[0].ActiveFrom:u} on for every vendor without a day of its own; until then the one before signs.");
        await output.WriteLineAsync("Now: ask vendors to fetch the metadata, and send it to those that keep it by hand. Where a vendor needs another day, write");
        await output.WriteLineAsync("newCertificateFrom in the region's files and import them. /staff/certificates shows who has fetched the new certificate.");
        foreach (var vendor in (await overview.ReadAsync(ct)).Single(o => o.Library?.Id == owner.Library?.Id).Vendors)
            await output.WriteLineAsync($"  {vendor.Provider.Slug}: {When(vendor)}");
        return 0;
    }

    private static async Task RefuseAsync(CertificateOwner owner, TextWriter output)
    {
        await output.WriteLineAsync("Nothing is announced: an earlier change is not over, and vendors must not have to know two new certificates at once.");
        foreach (var certificate in owner.Published)
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"published since {certificate.CreatedAt:u}: {certificate.Kind} certificate {certificate.Thumbprint}, signs from {certificate.ActiveFrom:u}, ends {certificate.NotAfter:u}"));
        foreach (var vendor in owner.Vendors.Where(v => v.ChangesAt is not null))
            await output.WriteLineAsync($"  {vendor.Provider.Slug}: {When(vendor)}");
    }

    private static string When(VendorStanding vendor) => string.Create(CultureInfo.InvariantCulture,
        $"{(vendor.ChangesAt is { } at ? $"changes at {at:u}{(vendor.Provider.NewCertificateFrom is { } day && at > vendor.Newest.ActiveFrom ? $", by its own day {day:yyyy-MM-dd}" : "")}" : "has changed")}");
}
