using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Saml.Metadata;
using DigitalAccess.Web.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Pages.Staff.Vendors.Saml;

/// <summary>What the region's staff see of the metadata of SAML service providers, and what is wrong with it. A library has no vendors of its own.</summary>
[Authorize(StaffPolicies.Staff)]
internal sealed class IndexModel(DigitalAccessDb db, MetadataRefresh refresh, AuditTrail audit, IOptions<BrokerOptions> broker, TimeProvider clock) : PageModel
{
    public IReadOnlyList<ServiceProviderView> Providers { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!StaffIdentity.Of(User).SeesAll)
            return NotFound();
        var stored = await db.StoredMetadata.AsNoTracking().ToDictionaryAsync(m => m.ServiceProviderId, ct);
        var providers = await db.ServiceProviders.AsNoTracking().Where(p => p.Active).OrderBy(p => p.Name).ToListAsync(ct);
        Providers = [.. providers.Select(p => ServiceProviderView.Of(p, stored.GetValueOrDefault(p.Id), clock.GetUtcNow(), broker.Value.InRegion))];
        return Page();
    }

    /// <param name="slug">Whose metadata to fetch now.</param>
    /// <param name="ct">To give up.</param>
    public async Task<IActionResult> OnPostAsync(string? slug, CancellationToken ct)
    {
        var staff = StaffIdentity.Of(User);
        if (!staff.SeesAll || slug is null || (await refresh.RunAtOnceAsync(slug, ct)).Count == 0)
            return NotFound();
        await audit.WriteAsync(AuditAction.MetadataFetched, staff.Id, library: null, slug, ct);
        return SeeOther.To($"/staff/vendors/saml#{slug}");
    }
}
