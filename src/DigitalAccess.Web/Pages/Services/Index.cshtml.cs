using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Oidc.Consent;
using DigitalAccess.Web.PatronLogin;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalAccess.Web.Pages.Services;

/// <summary>The vendors that know the patron beyond a visit, what they learn, and a way to end it (OWASP ASVS 5.0, 10.4.9 and 10.7.3).</summary>
[AllowAnonymous]
internal sealed class IndexModel(RegionSnapshots region, PatronSessions sessions, VendorTies ties) : PageModel
{
    public Library Library { get; private set; } = null!;
    public IReadOnlyList<Service> Services { get; private set; } = [];

    /// <summary>What has just been ended.</summary>
    public string? Ended { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? ended, CancellationToken ct)
    {
        if (await sessions.FindAsync(HttpContext, ct) is not { } session)
            return SeeOther.To("/login");
        var now = await region.GetAsync(ct);
        Library = now.Library(session.LibraryId)!;
        Services = [.. (await ties.ListAsync(session.PatronAccountId, ct)).Select(tie => ServiceOf(now, tie)).OfType<Service>()
            .OrderBy(s => s.Preview.Vendor, StringComparer.CurrentCulture)];
        Ended = ended is not null && Services.All(s => s.ClientId != ended) ? now.ResourceOf(ended)?.Name.Current : null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromForm] string client, CancellationToken ct)
    {
        if (await sessions.FindAsync(HttpContext, ct) is not { } session)
            return SeeOther.To("/login");
        if ((await region.GetAsync(ct)).ResourceOf(client) is null)
            return SeeOther.To("/services");
        await ties.EndAsync(session.PatronAccountId, client, ct);
        return SeeOther.To($"/services?ended={client}");
    }

    /// <returns>Null for a client that is switched off: it learns nothing and no app of its stays signed in.</returns>
    private Service? ServiceOf(RegionSnapshot now, VendorTie tie) =>
        now.Party(tie.ClientId) is { } party && now.ResourceOf(tie.ClientId) is { } resource
            ? new Service(tie.ClientId, resource, new ReleasePreview(resource.Name.Current, Library, party.Releases), tie.ConsentedOn, Day(tie.SignedInSince), Day(tie.SignedInUntil))
            : null;

    private DateOnly? Day(DateTimeOffset? instant) => instant is { } at ? Library.LocalDate(at) : null;
}

internal sealed record Service(
    string ClientId, Resource Resource, ReleasePreview Preview, DateOnly? ConsentedOn, DateOnly? SignedInSince, DateOnly? SignedInUntil);
