using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Saml.Certificates;
using DigitalAccess.Web.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Pages.Staff.Certificates;

/// <summary>What the region's staff see of the certificates that sign for libraries, and of vendors that have not seen the next one. A change concerns all libraries that share one.</summary>
[Authorize(StaffPolicies.Staff)]
internal sealed class IndexModel(CertificateOverview overview, IOptions<BrokerOptions> broker, TimeProvider clock) : PageModel
{
    public IReadOnlyList<OwnerView> Owners { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!StaffIdentity.Of(User).SeesAll)
            return NotFound();
        var now = clock.GetUtcNow();
        Owners = [.. (await overview.ReadAsync(ct)).Select(owner => new OwnerView(owner, now, broker.Value))];
        return Page();
    }
}
