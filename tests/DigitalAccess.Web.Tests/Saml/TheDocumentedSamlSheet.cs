using DigitalAccess.Simulators.Vendors;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Saml.Metadata;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalAccess.Web.Tests.Saml;

/// <summary>Of a service provider. What the stand-in says of itself is kept as if it had been fetched.</summary>
public sealed class TheDocumentedSamlSheet(TestCluster cluster) : DocumentedSheet(cluster, "saml.md", "pressreader")
{
    protected override (string Value, string Address) Base => ("PRESSREADER_BASE", "https://pressreader.example.se");

    protected override async Task PrepareAsync(IServiceProvider services)
    {
        var ct = TestContext.Current.CancellationToken;
        var db = services.GetRequiredService<DigitalAccessDb>();
        var provider = await db.ServiceProviders.AsNoTracking().SingleAsync(p => p.Slug == "pressreader", ct);
        await using var standIn = await SamlVendor.StartAsync(
            new SamlVendorOptions { Name = provider.Name, Slug = provider.Slug, EntityId = provider.EntityId, IdentityProviders = new Uri("https://login.example.se/saml/") }, ct);
        using var http = new HttpClient();
        var metadata = (await http.GetStringAsync(new Uri(standIn.Address, "saml/metadata"), ct)).Replace(standIn.Address.AbsoluteUri, $"{Base.Address}/", StringComparison.Ordinal);
        db.StoredMetadata.Add(new StoredMetadata { ServiceProviderId = provider.Id, Xml = metadata });
        await db.SaveChangesAsync(ct);
        await services.GetRequiredService<RegionSnapshots>().ReloadAsync(ct);
    }
}
